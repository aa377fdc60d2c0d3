import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { MANIFESTS, manifestOf, renderManifest, SETUP_DOC, withScopesTable } from '../../../scripts/manifest.ts'
import { COMMAND, FREE_METHODS, SCOPES } from '../../../src/commands/surface.ts'

const MODES = ['http', 'socket'] as const

/** Every Web API method that the source calls, as `chat.postMessage`. */
function calledMethods(): string[] {
  const files = ['src/clients/slack', 'src/commands'].flatMap((folder) =>
    readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8')),
  )
  const calls = files.flatMap((text) => [...text.matchAll(/\b(?:client|web)\.([a-z]+\.[a-zA-Z]+)\(/g)])
  return [...new Set(calls.flatMap(([, method]) => method ?? []))].sort()
}

describe('the scopes', () => {
  it('cover every method that is called, and no other', () => {
    const known = new Set([...SCOPES.flatMap(({ methods }) => methods), ...FREE_METHODS])
    expect([...known].sort()).toEqual(calledMethods())
  })

  it('have a reason each, and come once', () => {
    expect(new Set(SCOPES.map(({ scope }) => scope)).size).toBe(SCOPES.length)
    for (const { reason } of SCOPES) expect(reason).toMatch(/^[A-Z].{10,}\.$/)
  })
})

describe.each(MODES)('the manifest for %s', (mode) => {
  it('is up to date: run npm run manifest', () => {
    expect(readFileSync(MANIFESTS[mode], 'utf8')).toBe(renderManifest(mode))
  })

  it('is the YAML of what it says', () => {
    expect(parse(renderManifest(mode))).toEqual(manifestOf(mode))
  })

  it('keeps to the lengths of Slack', () => {
    const { display_information: info, features } = manifestOf(mode)
    expect(info.name.length).toBeLessThanOrEqual(35)
    expect(info.description.length).toBeLessThanOrEqual(140)
    expect(info.long_description.length).toBeGreaterThanOrEqual(175)
    expect(info.long_description.length).toBeLessThanOrEqual(4_000)
    expect(info.background_color).toMatch(/^#[0-9a-f]{6}$/)
    expect(features.bot_user.display_name.length).toBeLessThanOrEqual(80)
    for (const { command, usage_hint: hint } of features.slash_commands) {
      expect(command).toMatch(/^\/[a-z]{1,31}$/)
      expect(hint.length).toBeLessThanOrEqual(1_000)
    }
  })

  it('registers what the door listens to', () => {
    const { features, settings } = manifestOf(mode)
    expect(features.slash_commands.map(({ command }) => command)).toEqual([COMMAND.name])
    expect(features.slash_commands[0]?.should_escape).toBe(false)
    expect(settings.interactivity.is_enabled).toBe(true)
    expect(settings).not.toHaveProperty('event_subscriptions')
    expect(features).not.toHaveProperty('shortcuts')
  })
})

describe('the two ways', () => {
  it('differ in addresses and in the switch of Socket Mode only', () => {
    expect(manifestOf('http').settings).toMatchObject({
      socket_mode_enabled: false,
      interactivity: { request_url: 'https://YOUR-PUBLIC-URL/slack/events' },
    })
    expect(manifestOf('http').features.slash_commands[0]).toHaveProperty('url', 'https://YOUR-PUBLIC-URL/slack/events')
    expect(manifestOf('socket').settings.socket_mode_enabled).toBe(true)
    expect(renderManifest('socket')).not.toContain('http')
  })
})

describe('the setup guide', () => {
  it('has the scopes as they are: run npm run manifest', () => {
    const guide = readFileSync(SETUP_DOC, 'utf8')
    expect(withScopesTable(guide)).toBe(guide)
    for (const { scope } of SCOPES) expect(guide).toContain(`| \`${scope}\` |`)
  })

  it('does not lose its table in silence', () => {
    expect(() => withScopesTable('# A guide without marks')).toThrow('lacks')
  })
})
