import type { Claim, ReportDocument } from '../pipeline/report/types.ts'
import { plain } from './html.ts'
import { type SignalView, type SourceView, sourceView } from './model-signals.ts'

/** A claim with the numbers of the signals on this page that prove it; `record` when the buyer's own record does. */
export type ProvenText = { text: string; signals: number[]; record: boolean }

export type RelevanceView = { heading: string; archetype: string; intro: string; bullets: ProvenText[] }

export type TalkLine = ProvenText & { label: string }
export type TalkView = { heading: string; lines: TalkLine[]; script: string | null }

export type ProcurementView = {
  procurement: { text: string; source: SourceView | null }[]
  /** Why there is no procurement path; null when there is one, or none is promised. */
  procurementNote: string | null
}

export function relevanceView(document: ReportDocument, company: string, shown: SignalView[]): RelevanceView | null {
  const relevance = document.relevance
  if (!relevance) return null
  const bullets = relevance.bullets.slice(0, 6).map((claim) => provenText(claim, shown))
  return {
    heading: `Where ${company} fits`,
    archetype: plain(relevance.archetype, 120),
    intro: plain(relevance.intro, 800),
    bullets: bullets.filter((bullet) => bullet.text !== ''),
  }
}

function provenText(claim: Claim, shown: SignalView[]): ProvenText {
  return {
    text: plain(claim.text, 800),
    signals: shown.filter((signal) => claim.evidence.includes(signal.id)).map((signal) => signal.number),
    record: claim.evidence.includes('buyer'),
  }
}

const MOST_SECONDARY = 3

/** What the rep says and whom they call. Internal view only: the reader's projection leaves nothing of it elsewhere. */
export function talkView(document: ReportDocument, shown: SignalView[]): TalkView | null {
  const plan = document.gameplan
  const bare = (text: string | null | undefined, limit: number) => ({
    text: plain(text ?? '', limit),
    signals: [],
    record: false,
  })
  const proven = (claim: Claim | null | undefined) => (claim ? provenText(claim, shown) : bare(null, 0))
  const lines = [
    { label: 'Angle asked for', ...bare(document.angle, 800) },
    { label: 'Pitch', ...proven(plan?.pitch) },
    { label: 'Say first', ...proven(plan?.lead) },
    { label: 'Call first', ...bare(plan?.primary, 400) },
    ...(plan?.secondary ?? []).slice(0, MOST_SECONDARY).map((text) => ({ label: 'Then', ...bare(text, 400) })),
  ].filter((line) => line.text !== '')
  const script = plain(plan?.script ?? '', 1_200) || null
  if (lines.length === 0 && script === null) return null
  return { heading: plan ? 'Gameplan' : 'Talk track', lines, script }
}

const MOST_PROCEDURES = 8

/** How the buyer buys, in the words of its own record; the note says why there is none. */
export function procurementView({ gameplan }: ReportDocument): ProcurementView {
  const lines = (gameplan?.procurement ?? [])
    .slice(0, MOST_PROCEDURES)
    .map(({ text, source }) => ({ text: plain(text, 800), source: source && sourceView(source) }))
    .filter((line) => line.text !== '')
  const note = plain(gameplan?.procurementNote ?? '', 400)
  return { procurement: lines, procurementNote: lines.length > 0 || note === '' ? null : note }
}
