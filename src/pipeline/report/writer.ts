import type { ModelRole } from '../ports.ts'

/** Who writes this report: a role with its model, or the rules alone, with the reason. */
export type Writer =
  | { role: ModelRole; modelId: string; whyRules: null }
  | { role: null; modelId: null; whyRules: string }
