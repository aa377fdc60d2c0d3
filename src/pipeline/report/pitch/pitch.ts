import { reportBullet } from '../signals/bullets.ts'
import type { Claim, Gameplan, Relevance, Signal } from '../types.ts'
import type { PitchClaim } from './claims.ts'
import type { PitchInput } from './prompt.ts'

/** What tier 3 says of the featured buyer. People and procurement are put beside it by code. */
export type Pitch = { relevance: Relevance } & Pick<Gameplan, 'pitch' | 'lead' | 'script'>

const MOST_POINTS = 3
const FEWEST_POINTS = 2

/** The pitch of sentences that were checked; what is missing is taken from the rules' own. */
export function composePitch(kept: readonly PitchClaim[], byRules: Pitch): Pitch {
  const one = (part: PitchClaim['part']): Claim | null => {
    const claim = kept.find((each) => each.part === part)
    return claim ? { text: claim.spoken, evidence: claim.evidence } : null
  }
  const points = kept.filter(({ part }) => part === 'point').map(({ text, evidence }) => ({ text, evidence }))
  const filled = [...points, ...byRules.relevance.bullets]
  return {
    relevance: {
      archetype: one('archetype')?.text ?? byRules.relevance.archetype,
      intro: one('intro')?.text ?? byRules.relevance.intro,
      bullets: points.length >= FEWEST_POINTS ? points.slice(0, MOST_POINTS) : distinct(filled).slice(0, MOST_POINTS),
    },
    pitch: one('pitch') ?? byRules.pitch,
    lead: one('lead') ?? byRules.lead,
    script: one('script')?.text ?? byRules.script,
  }
}

/** The pitch without a model: the signals' own words and nothing else. */
export function pitchByRules({ signals, buyerName, product, now }: PitchInput): Pitch {
  // Open before over, unseen before sent.
  const rank = ({ state, alreadySent }: Signal) => (state === 'closed' ? 2 : 0) + (alreadySent ? 1 : 0)
  const usable = signals.filter(({ state }) => state !== 'closed')
  const shown = (usable.length > 0 ? usable : signals).toSorted((a, b) => rank(a) - rank(b))
  const bullets = shown.slice(0, MOST_POINTS).map((signal) => bulletOf(signal, now))
  const best = shown[0]
  const offer = product ?? 'what you asked about'
  const title = best?.title ?? null
  return {
    relevance: {
      archetype: product === null ? buyerName : `${buyerName}: ${product}`,
      intro: `${buyerName} has ${count(signals.length, 'signal')} on record for ${offer}.`,
      bullets,
    },
    pitch: bullets[0] ?? null,
    lead: title && best ? { text: `Open with “${title}”.`, evidence: [best.id] } : null,
    script: title
      ? `I saw “${title}” at ${buyerName}. We work on ${offer}. Would a short call help you compare options?`
      : null,
  }
}

const bulletOf = (signal: Signal, now: Date): Claim => ({
  text: reportBullet(signal, now),
  evidence: [signal.id],
})

const count = (n: number, noun: string) => `${n} ${noun}${n === 1 ? '' : 's'}`

function distinct(claims: readonly Claim[]): Claim[] {
  const seen = new Set<string>()
  return claims.filter(({ text }) => {
    const isNew = !seen.has(text)
    seen.add(text)
    return isNew
  })
}
