import type { Evidence } from './evidence.ts'
import type { ClaimProblem } from './problems.ts'
import type { Reading } from './reading.ts'
import { at, findPhrase, type Token, wordsOf } from './tokens.ts'

/** What a kind of public body may be called, by the words that its evidence uses. */
const BODIES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    district: 'district usd isd cusd unified schools',
    school: 'school schools district usd isd',
    schools: 'school schools district usd isd',
    county: 'county parish',
    city: 'city municipality',
    town: 'town township',
    village: 'village',
    municipality: 'city town village municipality',
    university: 'university',
    college: 'college',
    campus: 'campus university college',
    agency: 'agency department dept authority bureau office',
    department: 'department dept',
    state: 'state',
    library: 'library libraries',
    authority: 'authority',
    board: 'board trustees',
    council: 'council',
    commission: 'commission commissioners',
    committee: 'committee',
    legislature: 'legislature',
    cabinet: 'cabinet',
  }),
)
const POINTS_AT = /^(?:the|this|that|its|their|our)$/

/** Whether a sentence speaks of a certain buyer: by name, by "the district" and the like, or by "they". */
export function isBuyerSpecific(claim: Reading, names: Iterable<string>): boolean {
  for (const [index, token] of claim.tokens.entries()) {
    if (/^(?:they|their|theirs|them)$/.test(token.lower)) return true
    if (!POINTS_AT.test(at(claim.tokens, index - 1).lower)) continue
    if (token.lower === 'buyer' || token.lower === 'account' || BODIES.has(token.lower)) return true
  }
  for (const name of names) if (findPhrase(claim.tokens, wordsOf(name)) >= 0) return true
  return false
}

/** The distinct names of the buyers of some evidence. */
export function buyerNames(evidence: Iterable<Evidence>): Set<string> {
  const names = new Set<string>()
  for (const each of evidence)
    if (each.buyerName !== null && each.buyerName.trim().length > 2) names.add(each.buyerName.trim())
  return names
}

/**
 * One sentence, one buyer: evidence of two buyers is refused, so is another buyer's name that the cited evidence does
 * not mention, and "the county" where the evidence knows a city.
 */
export function checkBuyers(
  claim: Reading,
  cited: readonly Evidence[],
  proof: { names: ReadonlySet<string>; tokens: readonly Token[]; words: ReadonlySet<string> },
): ClaimProblem[] {
  const keys = new Set(cited.map((each) => each.buyerName?.trim().toLowerCase() ?? ''))
  if (keys.size > 1)
    return [
      { kind: 'buyer', found: [...keys].filter((key) => key !== '').join(' and '), expected: 'evidence of one buyer' },
    ]
  const problems: ClaimProblem[] = []
  const own = cited[0]?.buyerName ?? null
  for (const name of proof.names) {
    if (name.toLowerCase() === own?.trim().toLowerCase()) continue
    const words = wordsOf(name)
    const place = findPhrase(claim.tokens, words)
    if (place < 0 || claim.taken[place] === true || findPhrase(proof.tokens, words) >= 0) continue
    problems.push({ kind: 'buyer', found: name, expected: own })
  }
  if (cited.length > 0) problems.push(...wrongBodies(claim, cited, proof.words), ...swappedVendors(claim, cited))
  return problems
}

const BUYS =
  /^(?:bought|buys|purchased|purchases|ordered|pays|paid|seeks|sought|requests|requested|issued|posted|wants|wanted|asks|asked|approved|awarded|allocated|needs)$/

/** `Quillworks bought 250 licences` where Quillworks is the vendor: the one who sells does not buy. */
function swappedVendors(claim: Reading, cited: readonly Evidence[]): ClaimProblem[] {
  const problems: ClaimProblem[] = []
  for (const { facts, buyerName } of cited) {
    const words = facts.vendor === null ? [] : wordsOf(facts.vendor)
    const place = findPhrase(claim.tokens, words)
    const verb = at(claim.tokens, place + words.length)
    if (place >= 0 && BUYS.test(verb.lower) && !/^(?:from|with|by|to)$/.test(at(claim.tokens, place - 1).lower))
      problems.push({ kind: 'buyer', found: `${facts.vendor ?? ''} ${verb.text}`, expected: buyerName })
  }
  return problems
}

function wrongBodies(claim: Reading, cited: readonly Evidence[], words: ReadonlySet<string>): ClaimProblem[] {
  const isMeeting =
    cited.some((each) => each.facts.type === 'board_mention') &&
    !['board', 'council', 'commission', 'committee', 'trustees'].some((word) => words.has(word))
  return claim.tokens
    .filter((token, index) => {
      const accepted = BODIES.get(token.lower)
      if (accepted === undefined || claim.taken[index] === true || !pointsAt(claim, index)) return false
      if (isMeeting && /^(?:board|council)$/.test(token.lower)) return false
      return !accepted.split(' ').some((word) => words.has(word))
    })
    .map((token) => ({ kind: 'buyer' as const, found: token.text, expected: cited[0]?.buyerName ?? null }))
}

function pointsAt(claim: Reading, index: number): boolean {
  const { tokens, taken } = claim
  // `the Lakeshore University board`: the name points as well as an article does.
  if (
    taken[index - 1] === true &&
    /^(?:board|council|commission|committee|legislature|cabinet)$/.test(at(tokens, index).lower)
  )
    return true
  return (
    POINTS_AT.test(at(tokens, index - 1).lower) ||
    (POINTS_AT.test(at(tokens, index - 2).lower) &&
      /^(?:school|city|county|town|state)$/.test(at(tokens, index - 1).lower))
  )
}
