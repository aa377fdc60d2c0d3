import type { BuyerContact } from '../../ports.ts'
import { compareText } from './group-buyers.ts'

/**
 * Each person once: rows with one id are one person, and so are rows with one e-mail address, unless their names share no
 * word (a mailbox of an office). Of two rows the later seen one counts, and the other fills what it leaves open. The same
 * for rows in any order; the result is in order of ids.
 */
export function mergeContacts(contacts: readonly BuyerContact[]): BuyerContact[] {
  const byId = [...Map.groupBy(contacts, ({ id }) => id).values()].map(mergeRows)
  const byMail = Map.groupBy(byId, (contact) => mailOf(contact) ?? `\n${contact.id}`)
  return [...byMail.values()].flatMap((rows) => people(rows).map(mergeRows)).sort((a, b) => compareText(a.id, b.id))
}

/** The address as one compares it; null for what is none. */
export function mailOf({ email }: Pick<BuyerContact, 'email'>): string | null {
  const mail = email?.trim().toLowerCase() ?? ''
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(mail) ? mail : null
}

/** Rows of one address, split where names share no word with anybody before. */
function people(rows: readonly BuyerContact[]): BuyerContact[][] {
  const groups: { words: Set<string>; rows: BuyerContact[] }[] = []
  for (const row of [...rows].sort(bestFirst)) {
    const words = nameWords(row.name)
    const same = groups.find((group) => words.length === 0 || words.some((word) => group.words.has(word)))
    if (same) same.rows.push(row)
    else groups.push({ words: new Set(words), rows: [row] })
  }
  return groups.map((group) => group.rows)
}

function nameWords(name: string): string[] {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
  return plain.split(/[^\p{L}]+/u).filter((word) => word.length > 1)
}

function mergeRows(rows: readonly BuyerContact[]): BuyerContact {
  const [first, ...rest] = [...rows].sort(bestFirst)
  if (first === undefined) throw new RangeError('A person has at least one row')
  return rest.reduce(filled, first)
}

function filled(best: BuyerContact, other: BuyerContact): BuyerContact {
  const isSameMail = mailOf(best) === null || mailOf(best) === mailOf(other)
  return {
    ...best,
    firstName: best.firstName ?? other.firstName,
    lastName: best.lastName ?? other.lastName,
    title: best.title ?? other.title,
    normalizedTitles: [...new Set([...best.normalizedTitles, ...other.normalizedTitles])].sort(),
    email: best.email ?? other.email,
    phone: best.phone ?? other.phone,
    directPhone: best.directPhone ?? other.directPhone,
    linkedInUrl: best.linkedInUrl ?? other.linkedInUrl,
    worksAtBuyer: best.worksAtBuyer ?? other.worksAtBuyer,
    // A check belongs to the address that was checked.
    emailVerified: isSameMail ? (best.emailVerified ?? other.emailVerified) : best.emailVerified,
    emailCheckedAt: isSameMail ? (best.emailCheckedAt ?? other.emailCheckedAt) : best.emailCheckedAt,
  }
}

/** Later seen, then fuller, then by text: a total order. */
function bestFirst(a: BuyerContact, b: BuyerContact): number {
  return (
    compareText(b.updatedAt ?? '', a.updatedAt ?? '') ||
    fullness(b) - fullness(a) ||
    compareText(JSON.stringify(a), JSON.stringify(b))
  )
}

function fullness(contact: BuyerContact): number {
  return Object.values(contact).filter((value) => value !== null && value !== '').length
}
