import { describe, expect, it } from 'vitest'
import { measureContacts, readLabelledContacts } from './labelled-contacts.ts'

/** The goals of choosing a decision maker, on cases labelled before any code read them (test/fixtures/contacts). */

describe('the choice of a decision maker', () => {
  it('is right on cases that nobody tuned it on, and rarely names a wrong person', () => {
    const held = readLabelledContacts('held')
    expect(held.length).toBeGreaterThanOrEqual(40)
    const { cases, hits, wrong } = measureContacts(held)
    expect(hits / cases).toBeGreaterThanOrEqual(0.85)
    expect(wrong.length / cases).toBeLessThanOrEqual(0.06)
  })

  it('is right on the cases it was tuned on', () => {
    const dev = readLabelledContacts('dev')
    expect(dev.length).toBeGreaterThanOrEqual(30)
    const { missed, wrong } = measureContacts(dev)
    expect({ missed, wrong }).toEqual({ missed: [], wrong: [] })
  })

  it('finds every answer of a label among its contacts', () => {
    for (const { id, contacts, accept } of [...readLabelledContacts('dev'), ...readLabelledContacts('held')]) {
      const ids = contacts.map((line) => line.split('|')[0])
      expect(accept.filter((answer) => !ids.includes(answer))).toEqual([])
      expect(new Set(ids).size, id).toBe(ids.length)
    }
  })
})
