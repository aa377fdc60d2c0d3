import type { Step } from '../../step.ts'
import type { WordsSeal } from '../prepared.ts'

/** Puts on record what the words of a prepared report were checked against: a later reply is served while that stands. */
export const sealWordsStep: Step<WordsSeal, WordsSeal> = {
  name: 'seal-words',
  version: 1,
  work: (seal) => seal,
}
