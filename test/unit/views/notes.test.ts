import { describe, expect, it } from 'vitest'
import type { Note } from '../../../src/pipeline/report/types.ts'
import { renderCard } from '../../../src/views/card.ts'
import { renderDispatch } from '../../../src/views/dispatch.ts'
import { deliveredItem, deskItem } from '../../support/desk-items.ts'
import { shown } from './shown.ts'

const SENTENCE = 'Could you show us a demo before the deadline?'
const notes: Note[] = [
  { kind: 'demo_asked', text: SENTENCE },
  { kind: 'urgency', text: SENTENCE },
  { kind: 'packaging', text: 'A spreadsheet would help.' },
]
const reading = { keySentences: [SENTENCE, 'A spreadsheet would help.'], notes }

const times = (text: string, part: string) => text.split(part).length - 1

describe('notes read out of a reply', () => {
  it('do not repeat a sentence that message 1 quotes, but keep one whose word says too little', () => {
    const seen = shown(renderDispatch(deskItem({ reading })).blocks)
    expect(times(seen, SENTENCE)).toBe(1)
    expect(seen).toContain('Demo asked, urgent\n')
    expect(seen).toContain('Expects: A spreadsheet would help.')
  })

  it('share a line on the card when they share a sentence', () => {
    const seen = shown(renderCard(deliveredItem({ reading })).blocks)
    expect(seen).toContain(`Demo asked, urgent: ${SENTENCE}`)
    expect(times(seen, SENTENCE)).toBe(1)
  })
})
