#!/usr/bin/env node
import './require-node.mjs'

const { runCli } = await import('../src/cli/intel.ts')
process.exitCode = await runCli(process.argv.slice(2))
