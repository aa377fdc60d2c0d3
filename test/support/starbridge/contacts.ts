import type { FakeContact } from './data.ts'

/** 45 surnames in order, from which the staff is made. All people are invented. */
const SURNAMES =
  `Abernathyx Aldertree Applewick Ashgrove Barleymow Birchall-Dunn Brackenridge Briarwood Bulrushton Cattailson
Cedarquist Cloverly Cobblestone Copperfield-Ray Cranmoor Dandelyn Dewberry Driftwell Duckworthy Elderfen Emberley Fennimore-Oak
Fieldmouse Foxgloven Furzeby Goldenrodd Gorsebank Hawthornley Hazelwick Heatherby Hollowell-Pine Ivybridge Juniperson Kestrelway
Larkmeadow Linnetson Mallowby Marshwiggin Nettlefold Oatfield-Rye Peatmoss Quillfeather Reedmace Rowanoak Sedgewater`
    .split(/\s+/)
    .filter(Boolean)

const FIRST_NAMES =
  'Ada Bram Cleo Dov Esme Finn Gwen Hugo Ines Jory Kit Lena Milo Nell Otto Pia Quin Rosa Seth Tess'.split(' ')

const PLAIN_TITLES = [
  'Principal',
  'Assistant Principal',
  'Athletic Director',
  'Food Service Supervisor',
  'Payroll Clerk',
  'Registrar',
  'Transportation Coordinator',
  'Facilities Manager',
  'School Counselor',
  'Communications Specialist',
  'Accounts Payable Clerk',
  'Network Administrator',
]

export type ContactSet = {
  /** Prefix of every contact's id; use the buyer's id. */
  buyerId: string
  /** Of the buyer's own addresses, such as `cedarhollow.example`. */
  mailDomain: string
  /** Who decides: verified, works there, with phone and direct phone. Surname late in the alphabet. */
  decisionMaker?: { firstName?: string; lastName?: string; title?: string; normalizedTitles?: string[] }
  /** The day on which addresses were checked last, ISO with `Z`. */
  checkedAt?: string
}

/**
 * 52 people at one buyer, in surname order: the one who decides comes late. Among them: a CIO whose address is not
 * verified, a verified librarian, somebody who has left, somebody without mail and phone, a Gmail address, an address at
 * another domain, a title with parentheses, and one person with 31 normalised titles.
 */
export function buildContacts(set: ContactSet): FakeContact[] {
  const { decisionMaker = {} } = set
  const person = (
    [firstName, lastName]: readonly [string, string],
    title: string,
    given: Partial<FakeContact> = {},
  ): FakeContact => plain(set, { firstName, lastName, title, given })
  const staff = SURNAMES.map((lastName, place) =>
    person(
      [FIRST_NAMES[place % FIRST_NAMES.length] ?? 'Ada', lastName],
      PLAIN_TITLES[place % PLAIN_TITLES.length] ?? 'Registrar',
      // As captured: about one in ten has no phone.
      place % 10 === 9 ? { phone: null } : {},
    ),
  )
  const title = decisionMaker.title ?? 'Chief Technology Officer'
  const decider = person([decisionMaker.firstName ?? 'Vera', decisionMaker.lastName ?? 'Yarrowby'], title, {
    normalizedTitles: decisionMaker.normalizedTitles ?? [title],
    phone: '+1-555-555-0171',
    directPhone: '+1-555-555-0172',
  })
  const special = [
    person(['Cass', 'Bellweather'], 'Chief Information Officer', { emailVerified: false }),
    person(['Libby', 'Bookbinder'], 'Librarian'),
    person(['Ned', 'Formerly'], 'Chief Technology Officer', { worksAtBuyer: false }),
    person(['Nora', 'Unreachable'], 'Director of Technology', { email: null, phone: null, emailVerified: null }),
    person(['Greta', 'Mailhouse'], 'Technology Coordinator', { email: 'greta.mailhouse.invented@gmail.com' }),
    person(['Paul', 'Roundbracket'], 'Director (Acting), Curriculum & Instruction (K-8)', {
      normalizedTitles: Array.from({ length: 31 }, (_, place) => `Director of Curriculum ${place + 1}`),
      email: 'paul.roundbracket@regional-service-center.example',
    }),
  ]
  return [...staff, ...special, decider].sort((a, b) => a.lastName.localeCompare(b.lastName, 'en'))
}

function plain(
  { buyerId, mailDomain, checkedAt }: ContactSet,
  {
    firstName,
    lastName,
    title,
    given,
  }: { firstName: string; lastName: string; title: string; given: Partial<FakeContact> },
): FakeContact {
  const slug = lastName.toLowerCase().replace(/[^a-z]/g, '')
  return {
    contactId: `${buyerId}-${slug}`,
    name: `${firstName} ${lastName}`,
    firstName,
    lastName,
    title,
    normalizedTitles: [title],
    email: `${firstName.toLowerCase()}.${slug}@${mailDomain}`,
    phone: `+1-555-555-01${String(slug.length * 7)
      .padStart(2, '0')
      .slice(-2)}`,
    linkedInUrl: null,
    worksAtBuyer: true,
    emailVerified: true,
    emailLastChecked: checkedAt ?? '2026-02-05T05:00:15.936230Z',
    source: 'WebAgent',
    updatedAt: checkedAt ?? '2026-02-06T06:02:55.068904Z',
    ...given,
  }
}
