import { describe, expect, it } from 'vitest'
import { LIMITS } from '../../../src/views/limits.ts'
import { type Surface, validateBlocks, validateView } from '../../../src/views/validate.ts'

const text = (value: string) => ({ type: 'plain_text', text: value })
const button = (extra: object = {}) => ({ type: 'button', action_id: 'a', text: text('Go'), ...extra })
const actions = (...elements: object[]) => ({ type: 'actions', elements })
const select = (extra: object = {}) => ({
  type: 'static_select',
  action_id: 's',
  options: [{ text: text('One'), value: '1' }],
  ...extra,
})
const rich = (...elements: object[]) => ({ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] })
const dividers = (count: number) => Array.from({ length: count }, () => ({ type: 'divider' }))
const picture = { type: 'image', image_url: 'https://x.example/a.png', alt_text: 'A chart' }
const input = (element: object = { type: 'plain_text_input', action_id: 'value' }) => ({
  type: 'input',
  block_id: 'b',
  label: text('Why'),
  element,
})

describe('validateBlocks', () => {
  it('accepts what this project sends', () => {
    const blocks = [
      { type: 'header', text: text('Hello') },
      { type: 'section', text: { type: 'mrkdwn', text: '*x*', verbatim: true }, accessory: picture },
      { type: 'section', fields: [text('a'), text('b')] },
      { type: 'context', elements: [text('small'), picture] },
      { type: 'divider' },
      picture,
      { type: 'image', slack_file: { id: 'F012' }, alt_text: 'A chart', title: text('Chart') },
      rich({ type: 'text', text: 'a', style: { bold: true } }, { type: 'user', user_id: 'U1' }),
      actions(button({ url: 'https://x.example', style: 'primary', value: '1' }), select({ action_id: 't' })),
    ]
    expect(validateBlocks('message', blocks, 'Hello')).toEqual([])
  })

  const wrong: [string, Surface, object, RegExp][] = [
    ['an unknown block', 'message', { type: 'file' }, /unknown type "file"/],
    ['a block without type', 'message', {}, /unknown type undefined/],
    ['an inherited type', 'message', { type: 'constructor' }, /unknown type/],
    ['an unknown field', 'message', { type: 'divider', color: 'red' }, /color: is not a known field/],
    ['an empty text', 'message', { type: 'header', text: text('') }, /at least 1 character/],
    ['a long header', 'message', { type: 'header', text: text('x'.repeat(151)) }, /at most 150/],
    ['mrkdwn in a header', 'message', { type: 'header', text: { type: 'mrkdwn', text: 'x' } }, /unknown type "mrkdwn"/],
    ['emoji in mrkdwn', 'message', { type: 'section', text: { type: 'mrkdwn', text: 'x', emoji: true } }, /emoji/],
    ['a long section', 'message', { type: 'section', text: text('x'.repeat(3_001)) }, /at most 3000/],
    ['an empty section', 'message', { type: 'section' }, /needs text or fields/],
    ['eleven fields', 'message', { type: 'section', fields: Array(11).fill(text('x')) }, /1 to 10 items/],
    ['no buttons', 'message', actions(), /1 to 25 items/],
    ['one action id twice', 'message', actions(button(), button()), /action_id "a" occurs twice/],
    ['a button without id', 'message', actions({ type: 'button', text: text('Go') }), /action_id: is missing/],
    ['a long label', 'message', actions(button({ text: text('x'.repeat(76)) })), /at most 75/],
    ['a long value', 'message', actions(button({ value: 'x'.repeat(2_001) })), /at most 2000/],
    ['a script link', 'message', actions(button({ url: 'javascript:alert(1)' })), /http: or https: URL/],
    ['a relative link', 'message', actions(button({ url: '/r/x' })), /absolute/],
    ['a green style', 'message', actions(button({ style: 'green' })), /one of primary, danger/],
    ['an unknown element', 'message', actions({ type: 'datepicker', action_id: 'd' }), /unknown type "datepicker"/],
    ['no options', 'message', actions(select({ options: [] })), /1 to 100 items/],
    [
      'a long option value',
      'message',
      actions(select({ options: [{ text: text('x'), value: 'x'.repeat(76) }] })),
      /at most 75/,
    ],
    [
      'a strange preselection',
      'message',
      actions(select({ initial_option: { text: text('x'), value: '9' } })),
      /does not offer/,
    ],
    [
      'six overflow options',
      'message',
      actions({
        type: 'overflow',
        action_id: 'o',
        options: Array.from({ length: 6 }, (_, i) => ({ text: text('x'), value: String(i) })),
      }),
      /1 to 5 items/,
    ],
    ['no alt text', 'message', { type: 'image', image_url: 'https://x.example/a.png' }, /alt_text: is missing/],
    ['no picture', 'message', { type: 'image', alt_text: 'A chart' }, /either image_url or slack_file/],
    ['an empty leaf', 'message', rich({ type: 'text', text: '' }), /at least 1 character/],
    ['a broadcast', 'message', rich({ type: 'broadcast', range: 'channel' }), /unknown type "broadcast"/],
    ['a strange mention', 'message', rich({ type: 'user', user_id: 'bob' }), /Slack user id/],
    ['a data link', 'message', rich({ type: 'link', url: 'data:text/html,x' }), /URL/],
    ['a broken date', 'message', rich({ type: 'date', timestamp: Number.NaN, format: '{date}' }), /whole number/],
    ['an alert in a message', 'message', { type: 'alert', text: text('x') }, /alert does not belong/],
    ['an input in a message', 'message', input(), /input does not belong/],
    ['a long block id', 'message', { type: 'divider', block_id: 'x'.repeat(256) }, /at most 255/],
    [
      'crossed lengths',
      'modal',
      input({ type: 'plain_text_input', action_id: 'v', min_length: 9, max_length: 3 }),
      /min_length is above/,
    ],
  ]
  it.each(wrong)('refuses %s', (_, surface, block, problem) => {
    expect(validateBlocks(surface, [block]).join('\n')).toMatch(problem)
  })

  it.each([null, 'x', 7, {}, [null], [[]], ['x']])('refuses %j as blocks', (blocks) => {
    expect(validateBlocks('message', blocks)).not.toEqual([])
  })

  it('refuses repeated block ids, empty messages and too many blocks', () => {
    const divider = { type: 'divider', block_id: 'same' }
    expect(validateBlocks('message', [divider, divider])).toEqual(['blocks: block_id "same" occurs twice'])
    expect(validateBlocks('message', [])).not.toEqual([])
    expect(validateBlocks('message', dividers(51))).not.toEqual([])
    expect(validateBlocks('modal', dividers(100))).toEqual([])
  })

  it('refuses what Slack refuses without saying where: too much in all', () => {
    const blocks = Array.from({ length: 5 }, () => ({ type: 'section', text: text('x'.repeat(2_900)) }))
    expect(validateBlocks('message', blocks).join()).toMatch(/at most 13200 characters in all/)
    expect(validateBlocks('modal', blocks)).toEqual([])
  })

  it('holds the text twin to what chat.update takes', () => {
    const blocks = [{ type: 'divider' }]
    expect(validateBlocks('message', blocks, ' ')).not.toEqual([])
    expect(validateBlocks('message', blocks, 'x'.repeat(LIMITS.messageText))).toEqual([])
    expect(validateBlocks('message', blocks, 'x'.repeat(LIMITS.messageText + 1))).not.toEqual([])
  })
})

describe('validateView', () => {
  const modal = (extra: object = {}) => ({
    type: 'modal',
    title: text('Title'),
    submit: text('Send'),
    blocks: [input()],
    ...extra,
  })

  it('accepts a form, a plain modal and a Home', () => {
    expect(validateView(modal())).toEqual([])
    expect(validateView({ type: 'modal', title: text('Title'), blocks: [{ type: 'divider' }] })).toEqual([])
    expect(validateView({ type: 'home', blocks: [{ type: 'divider' }] })).toEqual([])
  })

  it.each([
    ['a long title', modal({ title: text('x'.repeat(25)) }), /at most 24/],
    ['no title', { type: 'modal', blocks: [{ type: 'divider' }] }, /title: is missing/],
    ['no submit beside an input', modal({ submit: undefined }), /submit: is missing/],
    ['much metadata', modal({ private_metadata: 'x'.repeat(3_001) }), /at most 3000/],
    ['an unknown field', modal({ text: 'x' }), /text: is not a known field/],
    ['bad blocks', modal({ blocks: [{ type: 'nope' }] }), /unknown type "nope"/],
    [
      'a title on a Home',
      { type: 'home', title: text('x'), blocks: [{ type: 'divider' }] },
      /title: is not a known field/,
    ],
    ['another type', { type: 'workflow_step', blocks: [] }, /unknown type/],
    [
      'two focuses',
      modal({
        blocks: ['v', 'w'].map((id) => ({
          ...input({ type: 'plain_text_input', action_id: id, focus_on_load: true }),
          block_id: id,
        })),
      }),
      /focus_on_load/,
    ],
    [
      'too many bytes',
      modal({ blocks: Array.from({ length: 99 }, () => ({ type: 'section', text: text('é'.repeat(3_000)) })) }),
      /at most 250000 bytes/,
    ],
    ['nothing', null, /unknown type undefined/],
  ])('refuses %s', (_, view, problem) => {
    expect(validateView(view).join('\n')).toMatch(problem)
  })
})
