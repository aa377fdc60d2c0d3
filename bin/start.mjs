import './require-node.mjs'

const { main } = await import('../src/app.ts')
process.exitCode = await main()
