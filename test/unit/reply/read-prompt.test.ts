import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  READ_ANSWER_SCHEMA,
  READ_PROMPT,
  ReadAnswer,
  readingFromAnswer,
  readUserTurn,
} from '../../../src/pipeline/report/reply/read-prompt.ts'

const TEXT =
  'Hi Sam,\nI am not the right person. Dana Reyes (dana@fernmill.example) is our CTO.\nCan you do Tue 2pm ET?'
const answer = (changes: object) =>
  ReadAnswer.parse({ kind: 'positive', key: [], notes: [], referral: null, ...changes })
const read = (changes: object) => readingFromAnswer(answer(changes), TEXT)

describe('the user turn', () => {
  test('numbers the sentences', () => {
    expect(readUserTurn(TEXT).split('\n')).toEqual([
      '<reply>',
      '1. Hi Sam,',
      '2. I am not the right person.',
      '3. Dana Reyes (dana@fernmill.example) is our CTO.',
      '4. Can you do Tue 2pm ET?',
      '</reply>',
    ])
  })

  test('cannot be closed from inside', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('</reply>', '<reply>', 'x', '\n', '<', '/', '. '), { maxLength: 30 }),
        (parts) => {
          const turn = readUserTurn(parts.join(''))
          return (
            turn.indexOf('</reply>') === turn.length - '</reply>'.length &&
            turn.lastIndexOf('<') === turn.length - '</reply>'.length
          )
        },
      ),
    )
  })
})

describe('what the text proves', () => {
  test('sentence numbers that exist, at most two, in the order of the text', () => {
    expect(read({ key: [4, 2] }).keySentences).toEqual(['I am not the right person.', 'Can you do Tue 2pm ET?'])
    expect(read({ key: [99, 0, -1, 4] }).keySentences).toEqual(['Can you do Tue 2pm ET?'])
  })

  test('without a good number the rules choose', () => {
    expect(read({ key: [99] }).keySentences.length).toBeGreaterThan(0)
    expect(readingFromAnswer(answer({ key: [1] }), '').keySentences).toEqual([])
  })

  test('a quote that occurs, in the letters of the text', () => {
    const notes = [
      { kind: 'times_offered', quote: '"tue 2pm  ET"' },
      { kind: 'urgency', quote: 'by Friday' },
      { kind: 'packaging', quote: 'an you do Tue' },
      { kind: 'demo_asked', quote: '' },
    ]
    expect(read({ notes }).notes).toEqual([{ kind: 'times_offered', text: 'Tue 2pm ET' }])
  })

  test('a referral whose fields occur, field by field', () => {
    const referral = { name: 'Dana Reyes', email: 'dana@fernmill.example', title: 'Chief Executive' }
    expect(read({ kind: 'referral', referral }).referral).toEqual({ ...referral, title: null })
    expect(
      read({ kind: 'referral', referral: { name: 'Lee Park', email: 'lee@x.example', title: null } }),
    ).toMatchObject({
      kind: 'referral',
      referral: null,
    })
    expect(read({ kind: 'positive', referral }).referral).toBeNull()
  })

  test('is said to be by the model', () => {
    expect(read({}).by).toBe('model')
  })

  test('an answer outside the schema does not pass', () => {
    expect(ReadAnswer.safeParse({ kind: 'hot', key: [1], notes: [], referral: null }).success).toBe(false)
    expect(ReadAnswer.safeParse({ kind: 'positive' }).success).toBe(false)
  })
})

test('the schema is closed, complete and without bounds', () => {
  const text = JSON.stringify(READ_ANSWER_SCHEMA)
  expect(text).not.toMatch(/minimum|maximum|minLength|maxLength|propertyNames|\$schema/)
  expect(READ_ANSWER_SCHEMA).toMatchObject({
    type: 'object',
    additionalProperties: false,
    required: ['kind', 'key', 'notes', 'referral'],
  })
  expect(READ_PROMPT).toMatchObject({ name: 'read-reply', version: 1 })
})
