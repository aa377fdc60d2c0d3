import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

/** Debian's Chromium, or the one that `CHROMIUM_PATH` (or `CHROMIUM`) names. */
export const CHROMIUM_PATH = process.env['CHROMIUM_PATH'] || process.env['CHROMIUM'] || '/usr/bin/chromium'

export const hasChromium = existsSync(CHROMIUM_PATH)

/** Runs as root too, asks nothing of the network. @throws Error when there is no Chromium. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM_PATH,
    chromiumSandbox: false,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  })
}
