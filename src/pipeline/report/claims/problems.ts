/** What can be wrong with a sentence. */
export type ProblemKind =
  | 'number'
  | 'unit'
  | 'amount'
  | 'percent'
  | 'date'
  | 'date_role'
  | 'days_left'
  | 'name'
  | 'state'
  | 'email'
  | 'phone'
  | 'url'
  | 'status'
  | 'stage'
  | 'action'
  | 'amendment'
  | 'negation'
  | 'certainty'
  | 'quantifier'
  | 'buyer'
  | 'evidence'
  | 'text'

/** One thing a sentence says that its evidence does not. `found` is from the sentence, `expected` from the evidence. */
export type ClaimProblem = { kind: ProblemKind; found: string; expected: string | null }

const SAYS: Record<ProblemKind, string> = {
  number: 'this number is not in the evidence',
  unit: 'this number counts something else in the evidence',
  amount: 'this amount is not in the evidence',
  percent: 'this percentage is not in the evidence',
  date: 'this date is not in the evidence',
  date_role: 'this date means something else in the evidence',
  days_left: 'do not count days; give the date',
  name: 'this name or title is not in the evidence',
  state: 'this state is not in the evidence',
  email: 'this e-mail address is not in the evidence',
  phone: 'this phone number is not in the evidence',
  url: 'this link is not in the evidence',
  status: 'the evidence does not have this status',
  stage: 'the evidence is not at this stage',
  action: 'the evidence does not say that this happened',
  amendment: 'this is an amendment, it does not expire',
  negation: 'the evidence says the opposite or nothing on this',
  certainty: 'this is stronger than the evidence',
  quantifier: 'the evidence does not say how many or how widely',
  buyer: 'one sentence may speak of one buyer only, the one of its evidence',
  evidence: 'no evidence is given for this',
  text: 'write plain text',
}

const MAX_EXPLAINED = 6

/**
 * The problems of one sentence in a few words each, for the prompt that asks for a rewrite. At most six are told;
 * mending those usually mends the rest.
 */
export function explainProblems(problems: readonly ClaimProblem[]): string {
  return problems
    .slice(0, MAX_EXPLAINED)
    .map((problem) => {
      const hint = problem.expected === null ? '' : ` (evidence: ${short(problem.expected)})`
      return `"${short(problem.found)}": ${SAYS[problem.kind]}${hint}`
    })
    .join('; ')
}

function short(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}...` : text
}
