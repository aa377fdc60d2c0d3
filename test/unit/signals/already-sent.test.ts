import { describe, expect, test } from 'vitest'
import { seenBy, sentNoteOf } from '../../../src/pipeline/report/signals/already-sent.ts'
import { signalOf } from '../claims/fixtures.ts'

const given = (signalId: string, position: number | null, isSent: boolean, campaignId: string | null = 'c1') => ({
  signalId,
  position,
  isSent,
  campaignId,
})

describe('what a prospect has seen', () => {
  test('is what went out, and what the answered e-mail and those before it told of', () => {
    const rows = [
      given('a', 1, true),
      given('b', 2, false),
      given('c', 3, false),
      given('d', 2, false, 'c2'),
      given('e', null, true, 'c2'),
    ]
    expect([...seenBy(rows, { campaignId: 'c1', step: 2 })]).toEqual([
      ['a', 1],
      ['b', 2],
      ['e', null],
    ])
  })

  test('is only what is marked as sent when step or campaign are not known', () => {
    const rows = [given('a', 1, true), given('b', 1, false)]
    expect([...seenBy(rows, { campaignId: null, step: 2 }).keys()]).toEqual(['a'])
    expect([...seenBy(rows, { campaignId: 'c1', step: null }).keys()]).toEqual(['a'])
  })

  test('names each signal once, by the e-mail of this campaign', () => {
    const rows = [given('a', 4, true, 'c2'), given('a', 1, true), given('a', 5, true, 'c3')]
    expect([...seenBy(rows, { campaignId: 'c1', step: 1 })]).toEqual([['a', 1]])
  })
})

describe('the note on it', () => {
  const one = (id: string, alreadySent: boolean) => signalOf({ id, title: `Title ${id}`, alreadySent })

  test('acknowledges some of them and names two', () => {
    const all = [one('a', true), one('b', true), one('c', true), one('d', false)]
    expect(sentNoteOf(all, new Map([['a', 1]]))).toBe(
      '3 of 4 were in our e-mails, such as “Title a” (e-mail 1) and “Title b”; new ones come first.',
    )
  })

  test('says when nothing is new', () => {
    expect(sentNoteOf([one('a', true)], new Map())).toBe(
      'Everything here was in our e-mails, such as “Title a”; nothing is new since.',
    )
  })

  test('is absent when nothing was sent', () => {
    expect(sentNoteOf([one('a', false)], new Map())).toBeNull()
    expect(sentNoteOf([], new Map())).toBeNull()
  })
})
