import './require-node.mjs'

await import('../src/app.ts')
