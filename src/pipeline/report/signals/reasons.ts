import { ageOf, isInFirstDays } from './components.ts'
import { dayCount, shortDay, shortDollars } from './days.ts'
import { plainText } from './plain-text.ts'
import { type Measured, type Scored, TEXT_WEIGHTS, WEIGHTS } from './score.ts'
import { isContractAmendment } from './state.ts'

const MOST_REASONS = 6

type Reason = { weight: number; text: string }

/**
 * Why a signal stands where it stands, strongest first, each a short phrase fit to show: `due in 24 days`, `$250,000
 * set aside`, `matches “fleet software” in the reply`. What pulls it down comes first, because it explains most.
 */
export function reasonsOf(measured: Measured, scored: Scored, angle: string | null): string[] {
  const { signal } = measured.dated
  const reasons = [
    ...drawbacks(measured),
    ...ofAngle(scored, angle),
    ...ofTexts(measured),
    ...ofUrgency(measured, scored),
    ...ofMoney(measured, scored),
    ...ofFreshness(measured, scored),
  ]
  if (signal.vendor !== null && ['contract_expiration', 'purchase_order', 'vendor_presence'].includes(signal.type))
    reasons.push({ weight: 0.05, text: `names the vendor ${plainText(signal.vendor, 60)}` })
  const sorted = reasons.sort((a, b) => b.weight - a.weight || (a.text < b.text ? -1 : 1))
  return [...new Set(sorted.map((reason) => reason.text))].slice(0, MOST_REASONS)
}

function drawbacks({ dated, alreadySent }: Measured): Reason[] {
  const { signal, state, daysLeft } = dated
  const reasons: Reason[] = []
  if (state === 'closed') {
    const isDated = signal.deadline !== null && daysLeft !== null && daysLeft < 0
    reasons.push({ weight: 3, text: isDated ? `closed ${shortDay(signal.deadline ?? '')}` : 'closed' })
  }
  if (alreadySent) reasons.push({ weight: 2, text: 'already sent to this prospect' })
  if (isContractAmendment(signal)) reasons.push({ weight: 1.5, text: 'contract amendment' })
  return reasons
}

function ofAngle(scored: Scored, angle: string | null): Reason[] {
  if (!angle || !scored.angle || scored.angle.share < 0.5) return []
  return [{ weight: scored.angle.share, text: `fits the angle “${plainText(angle, 40)}”` }]
}

function ofTexts({ fits }: Measured): Reason[] {
  const said = { product: 'the product', reply: 'the reply', campaign: 'the campaign' } as const
  return (['product', 'reply', 'campaign'] as const).flatMap((text) => {
    const fit = fits[text]
    if (!fit || fit.fit < 0.15) return []
    const weight = WEIGHTS.relevance * fit.fit * TEXT_WEIGHTS[text] * 2
    if (fit.words) return [{ weight, text: `matches “${fit.words}” in ${said[text]}` }]
    return fit.fit >= 0.4 ? [{ weight, text: `same subject as ${said[text]}` }] : []
  })
}

/** What a deadline means, by type. Never used for what is closed. */
function ofUrgency({ dated }: Measured, scored: Scored): Reason[] {
  const { signal, state, daysLeft, now } = dated
  const weight = WEIGHTS.urgency * scored.parts.urgency
  if (state === 'open' && daysLeft !== null)
    return [{ weight: weight + 0.01, text: deadlineText(signal.type, daysLeft) }]
  if (state === 'closed') return []
  if (isInFirstDays(signal, now)) return [{ weight, text: 'new leader in the first 90 days' }]
  const age = ageOf(signal, now)
  return age !== null && age < 0 && weight > 0 ? [{ weight, text: `comes up in ${dayCount(-age)}` }] : []
}

function deadlineText(type: string, days: number): string {
  const when = days === 0 ? 'today' : `in ${dayCount(days)}`
  if (type === 'contract_expiration') return `contract ends ${when}`
  if (type === 'rfp_posted' || type === 'vendor_evaluation') return `due ${when}`
  if (type === 'compliance_mandate') return `in force ${when}`
  return `deadline ${when}`
}

function ofMoney({ dated }: Measured, scored: Scored): Reason[] {
  const { type, amountUsd } = dated.signal
  if (amountUsd === null || amountUsd <= 0) return []
  const amount = shortDollars(amountUsd)
  const words: Record<string, string> = {
    budget_event: `${amount} set aside`,
    grant_funding: `${amount} in funding`,
    contract_expiration: `${amount} contract`,
    purchase_order: `${amount} purchase`,
  }
  return [{ weight: WEIGHTS.dollars * scored.parts.dollars + 0.005, text: words[type] ?? `${amount} named` }]
}

function ofFreshness({ dated }: Measured, scored: Scored): Reason[] {
  const age = ageOf(dated.signal, dated.now)
  if (age === null || age < 0 || age > 60 || dated.signal.type === 'contract_expiration') return []
  const verb = dated.signal.type === 'rfp_posted' ? 'posted' : 'happened'
  const when = age === 0 ? 'today' : `${dayCount(age)} ago`
  return [{ weight: WEIGHTS.recency * scored.parts.recency, text: `${verb} ${when}` }]
}
