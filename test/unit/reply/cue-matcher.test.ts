import { describe, expect, test } from 'vitest'
import { findHits, indexCues } from '../../../src/pipeline/report/reply/cue-matcher.ts'
import { plainWordsOf } from '../../../src/pipeline/report/reply/plain-words.ts'

const found = (list: string, ...sentences: string[]): string[] => {
  const plain = plainWordsOf(sentences)
  return findHits(plain, indexCues([{ topic: 'x', weight: 1, list }])).map(({ at, end }) =>
    plain.words.slice(at, end).join(' '),
  )
}

describe('a cue', () => {
  test.each<[string, string, string[]]>([
    ['send/share it', 'Please share it', ['share it']],
    ['send it', 'Send, it', []],
    ['forward~ it', 'We forwarded it', ['forwarded it']],
    ['stop~ it', 'She is stopping it', ['stopping it']],
    ['send * list', 'Send us the whole list', ['send us the whole list']],
    ['send * list', 'Send us the whole big long list', []],
    ['send * list', 'Send us that, the list', []],
    ['call me? now', 'Call now', ['call now']],
    ['^ yes', 'And yes', ['yes']],
    ['^ yes', 'He said yes', []],
    ['all set $', "We're all set, thanks", ['all set']],
    ['all set $', 'We are all set up', []],
    ['before <day>', 'Before Friday', ['before friday']],
    ['ask <Name>', 'ask Dana', ['ask dana']],
    ['ask <Name>', 'Ask Sales', []],
    ['ask <Name>', "Ask O'Brien", ["ask o'brien"]],
    ['to <email>', 'Write to dana@x.example', ['to dana@x.example']],
    ['not interested', 'Not really very interested', ['not really very interested']],
  ])('%s in "%s"', (list, sentence, expected) => {
    expect(found(list, sentence)).toEqual(expected)
  })

  test('is found once for every place, with the sentence it stands in', () => {
    const plain = plainWordsOf(['Send it.', 'Do send it, send it now.'])
    const hits = findHits(plain, indexCues([{ topic: 'x', weight: 2, list: 'send it' }]))
    expect(hits.map(({ sentence, weight }) => [sentence, weight])).toEqual([
      [0, 2],
      [1, 2],
      [1, 2],
    ])
  })

  test.each(['* it', 'maybe? * it', 'see <colour>'])('%s is refused', (list) => {
    expect(() => indexCues([{ topic: 'x', weight: 1, list }])).toThrow()
  })
})

describe('plain words', () => {
  test.each([
    ["Can't, won't - I'd rather not.", '‖ can not | will not | i would rather not ‖'],
    ['pls send 5-10 by tmrw', '‖ please send 5 10 by tomorrow ‖'],
    ['a 15-minute call', '‖ a 15 minute call ‖'],
    ['Yes but later', '‖ yes | but later ‖'],
    ['pleeease stoppp', '‖ please stop ‖'],
    ['unsubcribe, unsuscribe, UNSUBSRIBE', '‖ unsubscribe | unsubscribe | unsubscribe ‖'],
    ['intrested in your calender', '‖ interested in your calendar ‖'],
    ['subscribe, interesting, immediate, removes', '‖ subscribe | interesting | immediate | removes ‖'],
    ['OOO', '‖ ooo ‖'],
    ['+Dana', '‖ adding dana ‖'],
  ])('%s', (text, expected) => {
    expect(plainWordsOf([text]).words.join(' ')).toBe(expected)
  })
})
