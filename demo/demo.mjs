import '../bin/require-node.mjs'

const { runDemo } = await import('./demo.ts')
process.exitCode = await runDemo()
