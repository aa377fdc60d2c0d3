import { describe, expect, it } from 'vitest'
import { firstThatFits, TWIN_CHARACTERS, twin } from '../../../src/views/fit.ts'
import { type SlackMessage, section } from '../../../src/views/message.ts'

describe('twin', () => {
  it('drops items from the end and counts them, never the first or the last lines', () => {
    const items = Array.from({ length: 20 }, (_, index) => `${index}${'x'.repeat(400)}`)
    const lines = twin(['head', null], items, ['tail', null]).split('\n')
    expect(lines[0]).toBe('head')
    expect(lines.slice(1, 9)).toEqual(items.slice(0, 8))
    expect(lines.slice(9)).toEqual(['+12 more', 'tail'])
    expect(lines.join('\n').length).toBeLessThanOrEqual(TWIN_CHARACTERS)
  })

  it('says how many there are even when there is room for none', () => {
    expect(twin(['head'], ['x'.repeat(9_000)], ['tail'])).toBe('head\n+1 more\ntail')
    expect(twin(['head'], [], ['tail'])).toBe('head\ntail')
  })
})

describe('firstThatFits', () => {
  const message = (sections: number, text = 'x'): SlackMessage => ({
    text,
    blocks: Array.from({ length: sections }, () => section('y'.repeat(2_800))),
  })

  it('takes the fullest that Slack accepts', () => {
    const renderings = [5, 4, 3].map((sections) => () => message(sections))
    expect(firstThatFits(renderings, () => message(0)).blocks).toHaveLength(4)
  })

  it('also minds the number of blocks and the text twin', () => {
    const dividers = { text: 'x', blocks: Array.from({ length: 51 }, () => ({ type: 'divider' as const })) }
    const long = message(1, 'x'.repeat(3_501))
    expect(firstThatFits([() => dividers, () => long], () => message(0)).blocks).toHaveLength(0)
  })
})
