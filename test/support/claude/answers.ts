import type { ClaudeRequest } from '../fake-claude.ts'

/**
 * What a good model answers to our prompts, made of nothing but the prompt: sentence numbers that exist, titles and
 * buyers as they stand, no word that its evidence does not have.
 */
export function goodAnswer({ prompt, turn }: Pick<ClaudeRequest, 'prompt' | 'turn'>): unknown {
  if (prompt === 'read-reply') return goodReading(turn)
  if (prompt === 'rank-and-write') return goodRanking(turn)
  if (prompt === 'write-pitch') return goodPitch(turn)
  if (prompt === 'rewrite-claims') return goodRewrites(turn)
  throw new Error('No good answer is known for this prompt')
}

/** A positive reading whose key sentences are the question, else the first sentence. */
function goodReading(turn: string) {
  const sentences = blockOf(turn, 'reply').map((line) => line.replace(/^\d+\. /, ''))
  const question = sentences.findIndex((sentence) => sentence.endsWith('?'))
  return { kind: 'positive', key: sentences.length === 0 ? [] : [Math.max(question, 0) + 1], notes: [], referral: null }
}

export type ShownSignal = {
  alias: string
  id: string
  state: string
  isSent: boolean
  buyer: string
  title: string
  text: string
}

/** The signals of a ranking prompt, in the order shown. */
export function shownSignals(turn: string): ShownSignal[] {
  return blockOf(turn, 'signals').map((line) => {
    const fields = line.split(' | ')
    const of = (name: string) => fields.find((field) => field.startsWith(name))?.slice(name.length) ?? ''
    return {
      alias: fields[0] ?? '',
      id: of('id='),
      state: fields.find((field) => field === 'open' || field === 'closed') ?? 'unknown',
      isSent: fields.includes('sent'),
      buyer: of('buyer: ').replace(/, [A-Z]{2}$/, ''),
      title: of('title: ').replace(/…$/, ''),
      text: of('text: ').replace(/…$/, ''),
    }
  })
}

/** Open and unseen first, ten at most; each bullet is the buyer and the signal's own title. */
function goodRanking(turn: string) {
  const rank = ({ state, isSent }: ShownSignal) => (state === 'closed' ? 2 : 0) + (isSent ? 1 : 0)
  const best = shownSignals(turn)
    .toSorted((a, b) => rank(a) - rank(b))
    .slice(0, 10)
  const [first] = best
  return {
    top: best.map((signal) => ({ signal_id: signal.alias, bullet: bulletOf(signal), why: '' })),
    why_they_care: { text: first ? bulletOf(first) : '', evidence_ids: first ? [first.alias] : [] },
  }
}

/** Every sentence is the title of one of the signals; the question names the person by reference. */
function goodPitch(turn: string) {
  const [first, ...rest] = shownSignals(turn)
  const said = ({ alias, title, text }: ShownSignal) => ({
    text: `${(title || firstSentence(text)).replace(/[.\s]+$/, '')}.`,
    evidence_ids: [alias],
  })
  const none = { text: '', evidence_ids: [] }
  const opening = first ? said(first) : none
  return {
    archetype: first?.title ?? '',
    intro: opening,
    points: [first, ...rest].slice(0, 3).map((signal) => (signal ? said(signal) : none)),
    pitch: opening,
    lead: opening,
    script: {
      text: first ? `${opening.text} How does {dm1} see it?` : '',
      evidence_ids: [...opening.evidence_ids, 'dm1'],
    },
  }
}

function bulletOf({ buyer, title, text }: ShownSignal): string {
  const fact = (title || firstSentence(text)).replace(/[.\s]+$/, '')
  return `${buyer === '' || fact.startsWith(buyer) ? fact : `${buyer}: ${fact}`}.`
}

/** Refused bullets as the first sentence of their evidence; the rest says nothing more. */
function goodRewrites(turn: string) {
  const evidence = new Map(
    blockOf(turn, 'evidence').map((line) => {
      const fields = line.split(' | ')
      const text = fields.find((field) => field.startsWith('text: ')) ?? ''
      return [fields[0]?.replace(/^id=/, '') ?? '', text.slice('text: '.length)]
    }),
  )
  const rewrites = blockOf(turn, 'claims').map((line) => {
    const [key = '', part, cited = ''] = line.split(' | ')
    const text = part === 'part: bullet' ? firstSentence(evidence.get(cited.replace(/^evidence: /, '')) ?? '') : ''
    return { claim_id: key, text }
  })
  return { rewrites }
}

function firstSentence(text: string): string {
  return /^.*?[.!?](?=\s|$)/.exec(text)?.[0] ?? text
}

/** The lines between a tag and its end. */
function blockOf(turn: string, tag: string): string[] {
  const from = turn.indexOf(`<${tag}>\n`)
  const to = turn.indexOf(`\n</${tag}>`)
  if (from < 0 || to < 0) throw new Error(`The prompt has no block <${tag}>`)
  return turn
    .slice(from + tag.length + 3, Math.max(to, from + tag.length + 3))
    .split('\n')
    .filter((line) => line !== '')
}
