import type { CueGroup } from '../cue-matcher.ts'

/**
 * What a cue speaks for. `machine` is a bounce, a ticket or a filter writing. `instruction` is text that addresses a
 * program, and speaks for nothing.
 */
export type CueTopic =
  | 'want'
  | 'refuse'
  | 'stop'
  | 'away'
  | 'gone'
  | 'handoff'
  | 'later'
  | 'doubt'
  | 'mock'
  | 'machine'
  | 'instruction'

export type TopicGroup = CueGroup<CueTopic>
