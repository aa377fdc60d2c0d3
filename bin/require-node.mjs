// Plain JavaScript on purpose: an older Node must be able to read it and say so in one line.
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Starbridge Intel needs Node 22.18 or newer, this is ${process.versions.node}: a plain "npm ci" brings Node 24 to every "npm run …"; without optional dependencies install it yourself.`,
  )
  process.exit(1)
}
