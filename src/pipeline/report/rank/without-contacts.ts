import { readContacts } from '../claims/contacts.ts'

/** A source's text without anybody's e-mail address and telephone number: a model needs neither. */
export function withoutContacts(text: string): string {
  const found = readContacts(text).filter(({ kind }) => kind !== 'url')
  return found
    .toSorted((a, b) => b.start - a.start)
    .reduce((rest, { start, end }) => `${rest.slice(0, start)}(withheld)${rest.slice(end)}`, text)
}
