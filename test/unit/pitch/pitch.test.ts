import { describe, expect, test } from 'vitest'
import { gatePitch, pitchContext, settlePitch } from '../../../src/pipeline/report/pitch/claims.ts'
import { composePitch, pitchByRules } from '../../../src/pipeline/report/pitch/pitch.ts'
import {
  PITCH_SCHEMA,
  type PitchAnswer,
  type PitchInput,
  parsePitchAnswer,
  pitchUserTurn,
} from '../../../src/pipeline/report/pitch/prompt.ts'
import { schemaProblem } from '../../support/claude/request-check.ts'
import { NOW, signalById } from '../claims/fixtures.ts'

const INPUT: PitchInput = {
  buyerName: 'Cedar Hollow USD',
  record: [
    'Enrolment: 9,412 students',
    'Purchases above $100,000 need a sealed bid',
    'Student information system: Synergy',
  ],
  dmTitle: 'Director of Student Services',
  dmName: 'Vera Yarrowby',
  signals: [signalById('rfp-open'), signalById('minutes')],
  product: 'student advising platform',
  replyText: 'Yes, please.',
  angle: null,
  now: NOW,
}

const said = (text: string, ...evidence_ids: string[]) => ({ text, evidence_ids })
const GOOD: PitchAnswer = {
  archetype: 'Student advising, absenteeism',
  intro: said('Cedar Hollow USD wants a student advising platform; proposals are due March 27.', 's1'),
  points: [
    said('The board named an absenteeism task force on February 10.', 's2'),
    said('Purchases above $100,000 need a sealed bid.', 'buyer'),
    said('The district runs Synergy as its student information system.', 'buyer'),
  ],
  pitch: said('The board named an absenteeism task force, Every Day Counts, on February 10.', 's2'),
  lead: said('Ask the Director of Student Services about the student advising platform.', 's1', 'dm1'),
  script: said('The board named an absenteeism task force. How does {dm1} see it?', 's2', 'dm1'),
}

const gate = (answer: PitchAnswer) => {
  const context = pitchContext(INPUT, ['student advising platform'])
  return { context, gated: gatePitch(answer, INPUT, context) }
}

describe('a pitch', () => {
  test('is asked with a schema that the API takes and with titles instead of names', () => {
    expect(schemaProblem(PITCH_SCHEMA)).toBeNull()
    const turn = pitchUserTurn(INPUT)
    expect(turn).toContain('dm1: Director of Student Services')
    expect(turn).not.toContain('Yarrowby')
    expect(turn).toMatch(/^s1 \| rfp_posted \| open/m)
  })

  test('that its evidence proves stands as it was written; the person is filled in', () => {
    const { context, gated } = gate(GOOD)
    expect(gated.refused).toEqual([])
    const { kept, claims } = settlePitch(gated, { context, pitch: INPUT, rewrites: [] })
    expect(claims.every(({ verdict }) => verdict === 'kept')).toBe(true)
    const pitch = composePitch(kept, pitchByRules(INPUT))
    expect(pitch.relevance).toMatchObject({ archetype: GOOD.archetype, intro: GOOD.intro.text })
    expect(pitch.relevance.bullets.map(({ evidence }) => evidence)).toEqual([['minutes'], ['buyer'], ['buyer']])
    expect(pitch.script).toBe('The board named an absenteeism task force. How does Vera Yarrowby see it?')
  })

  test.each([
    ['an invented threshold', { points: [said('Purchases above $250,000 need a sealed bid.', 'buyer')] }, '250,000'],
    ['an invented person', { lead: said('Ask Denise Falk-Romero about the platform.', 's1') }, 'Falk'],
    ['a fact of another source', { intro: said('Cedar Hollow USD has 9,412 students.', 's2') }, '9,412'],
    ['a placeholder of its own', { script: said('Dear {first_name}, call us?', 's1') }, 'first_name'],
    ['a countdown, which is stale tomorrow', { lead: said('Ask now: proposals are due in 25 days.', 's1') }, '25 days'],
    ['evidence that is not there', { pitch: said('The board named a task force.', 's9') }, 'the s9 sentence'],
  ])('loses %s, and the rules fill in', (_, change, lie) => {
    const { context, gated } = gate({ ...GOOD, ...change })
    expect(gated.refused.length).toBeGreaterThan(0)
    const { kept, claims } = settlePitch(gated, { context, pitch: INPUT, rewrites: [] })
    expect(claims.some(({ verdict, problems }) => verdict === 'dropped' && problems !== null)).toBe(true)
    const pitch = composePitch(kept, pitchByRules(INPUT))
    expect(JSON.stringify(pitch)).not.toContain(lie)
    expect(pitch.script).toMatch(/\?$/)
    expect(pitch.relevance.bullets.length).toBeGreaterThanOrEqual(2)
  })

  test('refused once is rewritten once', () => {
    const { context, gated } = gate({ ...GOOD, intro: said('Cedar Hollow USD wants 40 advisers.', 's1') })
    const key = gated.refused[0]?.claim.key ?? ''
    const rewrites = [{ claim_id: key, text: 'Cedar Hollow USD wants a student advising platform.' }]
    const { kept, claims } = settlePitch(gated, { context, pitch: INPUT, rewrites: rewrites })
    expect(claims.find(({ verdict }) => verdict === 'rewritten')?.claim.text).toContain('student advising platform')
    expect(kept.find(({ part }) => part === 'intro')?.text).toBe('Cedar Hollow USD wants a student advising platform.')
  })
})

describe('what opens a call', () => {
  const gateOf = (signals: PitchInput['signals'], answer: PitchAnswer) => {
    const input = { ...INPUT, signals }
    return gatePitch(answer, input, pitchContext(input, ['student advising platform']))
  }
  const sent = { ...signalById('minutes'), alreadySent: true }
  const openers = new Set(['pitch', 'script'])

  test('is never only what the prospect was sent, while something new is there', () => {
    const { kept, refused } = gateOf([signalById('rfp-open'), sent], GOOD)
    expect(kept.filter(({ part }) => openers.has(part))).toEqual([])
    expect(refused.map(({ claim }) => claim.part)).toEqual(['pitch', 'script'])
    expect(kept.some(({ part }) => part === 'point')).toBe(true)
  })

  test('may be what was sent when nothing is new', () => {
    const { refused } = gateOf([{ ...signalById('rfp-open'), alreadySent: true }, sent], GOOD)
    expect(refused).toEqual([])
  })
})

describe('what a model is shown', () => {
  test('has nobody’s address or number, wherever a source wrote them', () => {
    const summary =
      'Questions to Jane Roe, jroe@cedarhollow.org or (520) 555-0117. Proposals are due March 27, 2026 for $184,500.'
    const turn = pitchUserTurn({
      ...INPUT,
      signals: [{ ...signalById('rfp-open'), summary }],
      record: ['Call +1-555-555-0100'],
    })
    for (const secret of ['jroe@', '555-0117', '555-0100']) expect(turn).not.toContain(secret)
    for (const fact of ['Jane Roe', 'March 27, 2026', '$184,500']) expect(turn).toContain(fact)
  })
})

describe('a pitch by rules', () => {
  test('uses the signals’ own words, leads with nothing closed and ends with a question', () => {
    const closed = { ...signalById('rfp-closed'), buyerName: 'Cedar Hollow USD' }
    const pitch = pitchByRules({ ...INPUT, signals: [closed, ...INPUT.signals] })
    expect(pitch.relevance.bullets.map(({ evidence }) => evidence[0])).toEqual(['rfp-open', 'minutes'])
    expect(pitch.script).toMatch(/\?$/)
  })

  test('has nothing to say without signals', () => {
    expect(pitchByRules({ ...INPUT, signals: [] })).toMatchObject({ pitch: null, lead: null, script: null })
  })
})

describe('an answer', () => {
  test.each([
    ['', 'nothing'],
    ['{"archetype":"x"}', 'a part'],
    ['no', 'prose'],
  ])('%j is none', (text) => {
    expect(parsePitchAnswer(text).ok).toBe(false)
  })
  test('is read strictly', () => {
    expect(parsePitchAnswer(JSON.stringify(GOOD))).toMatchObject({ ok: true })
  })
})
