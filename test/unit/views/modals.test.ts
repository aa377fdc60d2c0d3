import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escalateModal, parseEscalate } from '../../../src/views/escalate-modal.ts'
import { buildPrivateMetadata, parseAction, parsePrivateMetadata } from '../../../src/views/ids.ts'
import { messageModal } from '../../../src/views/modal.ts'
import { parseRegenerate, regenerateModal } from '../../../src/views/regenerate-modal.ts'
import { validateView } from '../../../src/views/validate.ts'
import { deliveredItem, deskItem, hostileItem, INJECTION, minimalItem } from '../../support/desk-items.ts'
import { shown } from './shown.ts'

const item = deliveredItem()

describe('modals', () => {
  it.each([
    ['a normal reply', item],
    ['a bare one', minimalItem()],
    ['a hostile one', hostileItem()],
  ])('are valid for %s', (_, any) => {
    expect(validateView(regenerateModal(any, 'n1'))).toEqual([])
    expect(validateView(escalateModal(any, 'n1', 'U0LEAD'))).toEqual([])
    expect(validateView(escalateModal(any, 'n1', null))).toEqual([])
  })

  it('say which reply they are about and carry only opaque ids', () => {
    const view = regenerateModal(item, 'n1')
    expect(shown(view.blocks)).toContain('Jordan Ashby · Brightpath Labs')
    expect(view.private_metadata).toBe('{"id":"rep_01HZX3","nonce":"n1"}')
    expect(view.callback_id).toBe('regenerate-modal')
    expect(escalateModal(item, 'n2', 'U0LEAD')).toMatchObject({
      callback_id: 'escalate-modal',
      private_metadata: '{"id":"rep_01HZX3","nonce":"n2"}',
      blocks: [{}, { element: { type: 'users_select', initial_user: 'U0LEAD' } }, {}, {}],
    })
  })

  it('say how long a version takes and promise no price, because without a model there is none', () => {
    const seen = shown(regenerateModal(item, 'n').blocks)
    expect(seen).toContain('Takes seconds to two minutes.')
    expect(seen).not.toMatch(/cent|cost/)
  })

  it('preselect nobody who is no Slack member', () => {
    expect(JSON.stringify(escalateModal(item, 'n', '<@U1>'))).not.toContain('initial_user')
  })

  it('show any text', () => {
    expect(validateView(messageModal(INJECTION, INJECTION.repeat(100)))).toEqual([])
    expect(validateView(messageModal('Sorry', ''))).toEqual([])
  })
})

const state = (values: Record<string, object>) => ({
  values: Object.fromEntries(Object.entries(values).map(([block, value]) => [block, { value }])),
})

describe('parseRegenerate', () => {
  const chosen = (value: unknown) => ({ type: 'static_select', selected_option: { value } })

  it('reads what was asked for', () => {
    const submitted = state({
      angle: { type: 'plain_text_input', value: '  budget\u202E \n first ' },
      tier: chosen('3'),
      fresh: { type: 'checkboxes', selected_options: [{ value: 'fresh' }] },
    })
    const expected = { ok: true, angle: 'budget first', tier: 3, fresh: true }
    expect(parseRegenerate(submitted)).toEqual(expected)
    expect(parseRegenerate(submitted.values)).toEqual(expected)
  })

  it.each([
    undefined,
    null,
    'x',
    {},
    { values: null },
    { values: { angle: null, tier: { value: 7 } } },
    state({ angle: { value: null }, tier: { selected_option: null }, fresh: { selected_options: null } }),
  ])('takes %j as nothing in particular', (nothing) => {
    expect(parseRegenerate(nothing)).toEqual({ ok: true, angle: null, tier: null, fresh: false })
  })

  it('checks again what the form already checks', () => {
    expect(parseRegenerate(state({ angle: { value: 'x'.repeat(201) }, tier: chosen('9') }))).toEqual({
      ok: false,
      errors: { angle: 'Use at most 200 characters; these are 201.', tier: 'Choose automatic, 1, 2 or 3.' },
    })
    expect(parseRegenerate(state({ tier: chosen(3) }))).toMatchObject({ ok: false })
  })

  it('accepts every option that the modal offers', () => {
    const view = regenerateModal(deskItem(), 'n')
    const options = JSON.stringify(view.blocks).match(/"value":"(auto|[123])"/g) ?? []
    const values = [...new Set(options.map((one) => one.slice(9, -1)))]
    expect(values).toEqual(['auto', '1', '2', '3'])
    expect(values.map((value) => parseRegenerate(state({ tier: chosen(value) })))).toMatchObject([
      { tier: null },
      { tier: 1 },
      { tier: 2 },
      { tier: 3 },
    ])
  })

  it('never throws', () => {
    fc.assert(fc.property(fc.anything(), (anything) => void parseRegenerate(anything)))
  })
})

describe('parseEscalate', () => {
  it('reads who should help and why', () => {
    const submitted = state({
      'escalate-to': { selected_user: 'U0LEAD' },
      'escalate-why': { value: ' Big \n account ' },
    })
    expect(parseEscalate(submitted)).toEqual({ ok: true, to: 'U0LEAD', why: 'Big account' })
  })

  it.each([
    [undefined, ['escalate-to', 'escalate-why']],
    [state({ 'escalate-to': { selected_user: 'bob' }, 'escalate-why': { value: 'x' } }), ['escalate-to']],
    [state({ 'escalate-to': { selected_user: 'U1' }, 'escalate-why': { value: ' \u200B ' } }), ['escalate-why']],
    [state({ 'escalate-to': { selected_user: 'U1' }, 'escalate-why': { value: 'x'.repeat(501) } }), ['escalate-why']],
  ])('refuses %#', (submitted, blocks) => {
    const parsed = parseEscalate(submitted)
    expect(parsed.ok ? [] : Object.keys(parsed.errors)).toEqual(blocks)
  })
})

describe('ids', () => {
  it('read back what they wrote', () => {
    const { id } = item
    expect(parsePrivateMetadata(buildPrivateMetadata({ id, nonce: 'n-1' }))).toEqual({ id, nonce: 'n-1' })
    expect(parseAction({ action_id: 'take-it', value: id })).toEqual({ actionId: 'take-it', reportId: id })
    expect(parseAction({ action_id: 'menu-help' })).toEqual({ actionId: 'menu-help', reportId: null })
  })

  it.each([
    '',
    'null',
    '{',
    '{"id":"a b","nonce":"n"}',
    '{"id":"a"}',
    7,
    null,
    `{"id":"${'x'.repeat(400)}","nonce":"n"}`,
  ])('take %j for no private metadata of ours', (text) => {
    expect(parsePrivateMetadata(text)).toBeNull()
  })

  it('take nothing that somebody else wrote', () => {
    expect(parseAction({ action_id: 'drop-table', value: 'x' })).toBeNull()
    expect(parseAction(null)).toBeNull()
    expect(parseAction({ action_id: 'take-it', value: "x' or 1=1" })).toEqual({ actionId: 'take-it', reportId: null })
  })
})
