import type { ClaimProblem } from './problems.ts'
import type { Reading } from './reading.ts'
import { stem } from './tokens.ts'

/** Words that carry no fact of their own, or whose fact another check judges. They count on neither side. */
const NEUTRAL = new Set(
  `
about above access account across action active after again against ahead also although always amendment among another answer
appear appears around asked asking asks attention based because become been before began begin begins behind being below between
beyond board both brief bring brings built business buyer buyers buying call calling cannot case certain chance clear closed closes
come comes coming concrete contact contacts conversation could council cover covered covers date days deadline decide decided
decides decision deliver direct does doing done door down during each early either else ends enough even event every exact
expected expire expired expires expiring fact field find first fits follow following forward from gave gets give given gives goes going
good great hand have having hear heard help helps here hold holds incumbent interest into issue issued item itself just keep
know lead leads learn least left less lets like likely line list lists live local long look looking looks made make makes many
match matches matter matters mean means meet meets mention might moment month months more most move much must name named names
natural near need needed needs next note notes offer offers once only onto open opening opens opportunity order other
others over part pass person pitch place plan point posted prepare present product products project prompt proposal proposals
prospect prove puts quarter quick rather reach reached read real reason recent remains reply request respond right room
runs said same says seat second seek seeks seen sell seller selling sells send sent serve serves several share shape should show shows
since sits solution some soon speak start started starting starts states still such suits supplier suppliers support take
takes talk team teams tell tells term than that their them then there these they thing things this those through time timeline
timely timing today together told took toward towards turn under until upon used user uses using vendor vendors very wait want
wants week weeks well went were what when where whether which while whole whom whose will window with within without work
worked works worth would write year years yours your million billion thousand hundred percent dollars
warm fresh budget funds fund money worthwhile outreach approach lever angle
`
    .trim()
    .split(/\s+/),
)
const BODIES =
  /^(?:district|county|city|town|village|university|college|school|schools|agency|department|state|library|authority|municipality|commission|committee|campus)$/

/** Judgements that a signal must make itself. */
const EVALUATIVE =
  /^(?:outdated|obsolete|aging|ageing|legacy|manual|inefficient|broken|poor|poorly|inadequate|understaffed|underfunded|overdue|expensive|costly|slow|weak|failed|popular|successful|eager|keen|ready|committed|reluctant|worried|angry|impressed|satisfied|happy|federal|national|international|private)$/

/**
 * Most words of content must come from the evidence. A sentence about a buyer may add fewer new words than it takes
 * over; another one (why it matters to the seller) up to twice as many. Judgements must be the evidence's own.
 */
export function checkSupport(claim: Reading, stems: ReadonlySet<string>, isAboutBuyer: boolean): ClaimProblem[] {
  const words = new Set(
    claim.tokens
      .filter((token, index) => token.kind === 'word' && claim.taken[index] !== true)
      .map((token) => token.lower)
      .filter((word) => word.length > 3 && !NEUTRAL.has(word) && !BODIES.test(word)),
  )
  const fresh = [...words].filter((word) => !stems.has(stem(word)))
  const judgement = fresh.find((word) => EVALUATIVE.test(word))
  if (judgement !== undefined) return [{ kind: 'evidence', found: judgement, expected: null }]
  const known = words.size - fresh.length
  const isInvented = isAboutBuyer
    ? fresh.length >= 2 && fresh.length > known
    : fresh.length >= 3 && fresh.length > 2 * known
  return isInvented ? [{ kind: 'evidence', found: fresh.slice(0, 5).join(', '), expected: null }] : []
}
