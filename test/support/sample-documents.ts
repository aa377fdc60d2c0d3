import type {
  BuyerSnapshot,
  Contact,
  DecisionMaker,
  Domain,
  OtherBuyer,
  ReportDocument,
  ReportSignal,
} from '../../src/pipeline/report/types.ts'

/** Invented report documents for everyone's tests, in the run's now of 2 March 2026. Every name and figure is made up. */

const MADE_AT = '2026-03-02T09:30:00.000Z'

const CEDAR = {
  buyerId: 'buyer-cedar',
  buyerName: 'Cedar Hollow Unified School District',
  buyerType: 'SchoolDistrict',
  buyerState: 'AZ',
}
const TIDEWATER = {
  buyerId: 'buyer-tidewater',
  buyerName: 'Tidewater Community College',
  buyerType: 'HigherEducation',
  buyerState: 'VA',
}
const PINE_RIDGE = { buyerId: 'buyer-pine', buyerName: 'Pine Ridge ISD', buyerType: 'SchoolDistrict', buyerState: 'TX' }
const MARLOW = { buyerId: 'buyer-marlow', buyerName: 'Marlow County', buyerType: 'County', buyerState: 'OH' }
const LAKESHORE = {
  buyerId: 'buyer-lakeshore',
  buyerName: 'Lakeshore University',
  buyerType: 'HigherEducation',
  buyerState: 'MI',
}

/** One open tender; override what a test is about. */
export function sampleSignal(overrides: Partial<ReportSignal> = {}): ReportSignal {
  return {
    id: 'sig-1',
    type: 'rfp_posted',
    title: 'Student Advising Platform',
    bullet:
      'Cedar Hollow is taking proposals for a district-wide student advising platform covering 14 schools, with answers due on 27 March.',
    whyItMatters: 'Advising and early alerts are asked for in one lot, which is what Brightpath sells as one product.',
    ...CEDAR,
    eventDate: '2026-02-18',
    deadline: '2026-03-27',
    state: 'open',
    daysLeft: 25,
    amountUsd: null,
    vendor: null,
    sources: [
      { title: 'RFP 26-014, Student Advising Platform', url: 'https://procurement.cedarhollow.example/rfp/26-014' },
      { title: 'Addendum 1', url: 'https://procurement.cedarhollow.example/rfp/26-014/addendum-1.pdf' },
    ],
    alreadySent: false,
    score: 0.93,
    reasons: ['open tender, 25 days left', 'names your product', 'posted 12 days ago'],
    paragraph: null,
    ...overrides,
  }
}

function sampleSignals(): ReportSignal[] {
  return [
    sampleSignal(),
    sampleSignal({
      id: 'sig-2',
      type: 'contract_expiration',
      title: 'Northgate CRM licence and support',
      bullet:
        'The college’s $184,500 a year agreement with Northgate CRM ends on 31 May, and no renewal is on the board’s published agenda.',
      whyItMatters: 'The advising module is the part of Northgate that your product replaces.',
      ...TIDEWATER,
      eventDate: '2023-06-01',
      deadline: '2026-05-31',
      daysLeft: 90,
      amountUsd: 184_500,
      vendor: 'Northgate CRM',
      sources: [{ title: 'Contract register, line 212', url: 'https://www.tidewater-cc.example/finance/contracts' }],
      alreadySent: true,
      score: 0.81,
      reasons: ['ends within 90 days', 'competitor named'],
    }),
    sampleSignal({
      id: 'sig-3',
      type: 'budget_event',
      title: 'FY27 proposal: digital services',
      bullet:
        'The county’s FY27 proposal sets aside $3,400,000 for digital services; the commissioners vote on 16 March.',
      whyItMatters: null,
      ...MARLOW,
      eventDate: '2026-02-20',
      deadline: '2026-03-16',
      daysLeft: 14,
      amountUsd: 3_400_000,
      sources: [{ title: 'FY27 budget proposal, page 88', url: 'https://marlowcounty.example/budget/fy27.pdf' }],
      score: 0.74,
      reasons: ['vote in 14 days', 'large amount'],
    }),
    sampleSignal({
      id: 'sig-4',
      type: 'grant_funding',
      title: 'State learning-recovery grant',
      bullet:
        'Pine Ridge was awarded a $1,900,000 state learning-recovery grant that must be spent by 30 September, with counselling named as an eligible use.',
      whyItMatters: 'Use-or-lose money with your category in the award letter.',
      ...PINE_RIDGE,
      eventDate: '2026-01-29',
      deadline: '2026-09-30',
      daysLeft: 212,
      amountUsd: 1_900_000,
      sources: [{ title: 'Award letter LR-2291', url: null }],
      score: 0.7,
      reasons: ['spend-by date this year', 'grant'],
    }),
    sampleSignal({
      id: 'sig-5',
      type: 'board_mention',
      title: '“Every Day Counts” absenteeism task force',
      bullet:
        'On 10 February the board set up an absenteeism task force under the name “Every Day Counts” and asked for tool options by summer.',
      whyItMatters: 'The task force will compare tools before a budget line exists.',
      eventDate: '2026-02-10',
      deadline: null,
      state: 'unknown',
      daysLeft: null,
      sources: [{ title: 'Board minutes, item 7.2', url: 'https://board.cedarhollow.example/minutes/2026-02-10.pdf' }],
      score: 0.62,
      reasons: ['three weeks old', 'initiative named'],
    }),
    sampleSignal({
      id: 'sig-6',
      type: 'leadership_change',
      title: 'New chief information officer',
      bullet: 'A new chief information officer started at Lakeshore on 1 February and is in the first 90 days.',
      whyItMatters: null,
      ...LAKESHORE,
      eventDate: '2026-02-01',
      deadline: null,
      state: 'unknown',
      daysLeft: null,
      sources: [{ title: 'University news', url: 'https://news.lakeshore.example/2026/new-cio' }],
      score: 0.55,
      reasons: ['first 90 days'],
    }),
    sampleSignal({
      id: 'sig-7',
      type: 'rfp_posted',
      title: 'Case Management Portal',
      bullet:
        'Marlow County took proposals for a case management portal until 6 February; no award has been published.',
      whyItMatters: null,
      ...MARLOW,
      eventDate: '2026-01-05',
      deadline: '2026-02-06',
      state: 'closed',
      daysLeft: -24,
      sources: [{ title: 'RFP 2026-003', url: 'https://marlowcounty.example/bids/2026-003' }],
      score: 0.21,
      reasons: ['closed'],
    }),
  ]
}

/** Tier 1: seven signals at five buyers, ranked by Claude, nothing known of a buyer or decision maker. */
export function sampleDocument(overrides: Partial<ReportDocument> = {}): ReportDocument {
  return {
    shape: 2,
    title: '5 public-sector buyers — Intelligence Report for student advising software',
    prospect: {
      name: 'Jordan Ashby',
      title: 'VP Sales',
      company: 'Brightpath Labs',
      domain: 'brightpath-labs.example' as Domain,
    },
    product: 'student advising software',
    tier: 1,
    tierReason: 'No verified decision maker was found.',
    ranking: 'claude',
    rankingNote: null,
    angle: null,
    buyer: null,
    buyerNote: null,
    otherBuyers: [],
    dm: null,
    dmNote: null,
    contacts: [],
    contactsKnown: null,
    signals: sampleSignals(),
    moreAtBuyer: [],
    sentNote:
      '1 of 12 were in our e-mails, such as “Northgate CRM licence and support” (e-mail 1); new ones come first.',
    whyTheyCare:
      'You asked about districts in the Southwest: one has an open tender for what you sell, and four more have money or a contract end before summer.',
    relevance: null,
    gameplan: null,
    notes: [
      { kind: 'times_offered', text: 'Offers Thursday or Friday morning, Mountain time' },
      { kind: 'will_forward', text: 'Will forward it to the regional team' },
    ],
    counts: { signals: 12, open: 5, buyers: 5, states: 5, alreadySent: 1 },
    droppedClaims: 1,
    preparedAt: null,
    budgetNote: null,
    dataLine: 'Starbridge signals for brightpath-labs.example from 3 March 2025 to 2 March 2026.',
    madeAt: MADE_AT,
    ...overrides,
  }
}

/** A buyer as its record tells it; override what a test is about. */
export function sampleBuyer(overrides: Partial<BuyerSnapshot> = {}): BuyerSnapshot {
  return {
    id: 'buyer-cedar',
    name: 'Cedar Hollow Unified School District',
    type: 'SchoolDistrict',
    state: 'AZ',
    city: 'Cedar Hollow',
    website: 'https://www.cedarhollow.example',
    logoUrl: null,
    logo: null,
    size: { label: 'Enrolment', value: '12,400 students' },
    budgetUsd: 148_000_000,
    budgetYear: 2026,
    budgetConfidence: 'verified',
    budgetSource: { title: 'Adopted budget FY26', url: 'https://www.cedarhollow.example/finance/fy26.pdf' },
    facts: [
      { label: 'Fiscal year starts', value: '1 July', source: null },
      {
        label: 'Student information system',
        value: 'Ledgerwood SIS',
        source: { title: 'Technology plan 2025', url: 'https://www.cedarhollow.example/it/plan-2025.pdf' },
      },
      { label: 'Procurement score', value: '42 of 100, moderate', source: null },
    ],
    matchedBy: 'matched by name and state',
    ...overrides,
  }
}

/** Who decides at that buyer; override what a test is about. */
export function sampleDm(overrides: Partial<DecisionMaker> = {}): DecisionMaker {
  return {
    contactId: 'contact-okafor',
    name: 'Dr. Rosalind Okafor-Webb',
    title: 'Executive Director, Student Services & Technology (Interim)',
    email: 'r.okaforwebb@cedarhollow.example',
    phone: '(520) 555-0142',
    directPhone: '+1 520-555-0187',
    verified: true,
    confidence: 0.91,
    reason: 'Signs the advising tender and chairs the absenteeism task force; mail verified on 1 March.',
    isPersonalMail: false,
    ...overrides,
  }
}

/** Somebody who can be reached; override what a test is about. */
export function sampleContact(overrides: Partial<Contact> = {}): Contact {
  return {
    contactId: 'contact-zelenka',
    name: 'Milan Zelenka',
    title: 'Purchasing Manager',
    email: 'm.zelenka@cedarhollow.example',
    phone: '(520) 555-0111',
    verified: true,
    isPersonalMail: false,
    reason: 'Runs purchasing; named as contact in the tender.',
    ...overrides,
  }
}

const OTHERS: OtherBuyer[] = [
  {
    id: MARLOW.buyerId,
    name: MARLOW.buyerName,
    type: MARLOW.buyerType,
    state: MARLOW.buyerState,
    signals: 3,
    open: 1,
    headline: 'FY27 proposal: digital services',
    signalId: 'sig-3',
  },
  {
    id: TIDEWATER.buyerId,
    name: TIDEWATER.buyerName,
    type: TIDEWATER.buyerType,
    state: TIDEWATER.buyerState,
    signals: 2,
    open: 1,
    headline: 'Northgate CRM licence and support',
    signalId: 'sig-2',
  },
  {
    id: PINE_RIDGE.buyerId,
    name: PINE_RIDGE.buyerName,
    type: PINE_RIDGE.buyerType,
    state: PINE_RIDGE.buyerState,
    signals: 2,
    open: 1,
    headline: 'State learning-recovery grant',
    signalId: 'sig-4',
  },
  {
    id: null,
    name: LAKESHORE.buyerName,
    type: LAKESHORE.buyerType,
    state: LAKESHORE.buyerState,
    signals: 1,
    open: 0,
    headline: 'Order to Quillworks for tutoring hours',
    signalId: 'sig-11',
  },
]

function moreAtCedar(): ReportSignal[] {
  const own = { whyItMatters: null, score: 0, reasons: [], alreadySent: false, amountUsd: null, vendor: null }
  return [
    sampleSignal({
      ...own,
      id: 'more-1',
      type: 'strategic_plan',
      title: 'Strategic plan 2025 to 2030, goal 3',
      bullet: 'Every secondary student has a named adviser and a written plan by 2028.',
      eventDate: '2025-06-17',
      deadline: null,
      daysLeft: null,
      state: 'unknown',
      sources: [{ title: 'Strategic plan', url: 'https://www.cedarhollow.example/plan-2030.pdf' }],
    }),
    sampleSignal({
      ...own,
      id: 'more-2',
      type: 'purchase_order',
      title: 'Attendance letters, print and post',
      bullet: 'Purchase order for attendance letters, school year 2025/26.',
      eventDate: '2025-08-21',
      deadline: null,
      daysLeft: null,
      state: 'unknown',
      amountUsd: 38_400,
      vendor: 'Saguaro Print',
      sources: [{ title: 'Purchase order 88213', url: null }],
    }),
    sampleSignal({
      ...own,
      id: 'more-3',
      type: 'rfp_posted',
      title: 'Family messaging service',
      bullet: 'One service for messages to families in five languages.',
      eventDate: '2025-11-03',
      deadline: '2025-12-12',
      daysLeft: -80,
      state: 'closed',
      sources: [{ title: 'RFP 26-002', url: 'https://procurement.cedarhollow.example/rfp/26-002' }],
    }),
  ]
}

/** Tier 2: one featured buyer with its record, a verified decision maker, and the other buyers. */
export function tier2Document(overrides: Partial<ReportDocument> = {}): ReportDocument {
  return sampleDocument({
    title: 'Cedar Hollow Unified School District — Intelligence Report for student advising software',
    tier: 2,
    tierReason: 'A verified decision maker was found.',
    angle: 'Lead with “Every Day Counts”: the board wants tool options by summer and the tender closes on 27 March.',
    buyer: sampleBuyer(),
    otherBuyers: OTHERS,
    dm: sampleDm(),
    contactsKnown: 47,
    moreAtBuyer: moreAtCedar(),
    ...overrides,
  })
}

/** In the words that `assemble.ts` makes of a signal in tier 3. */
function told(signal: ReportSignal): ReportSignal {
  const words = [signal.bullet, signal.whyItMatters].filter(Boolean).join(' ')
  const day = signal.eventDate === null ? null : LONG_DAY.format(new Date(`${signal.eventDate}T00:00:00Z`))
  return { ...signal, paragraph: `${words} (${[signal.sources[0]?.title, day].filter(Boolean).join(', ')})` }
}

const LONG_DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })

/** Tier 3: everything a report can hold. */
export function tier3Document(overrides: Partial<ReportDocument> = {}): ReportDocument {
  return tier2Document({
    tier: 3,
    tierReason: 'The account is T0, with a verified decision maker and 4 open signals.',
    signals: sampleSignals().slice(0, 6).map(told),
    contacts: [
      sampleContact(),
      sampleContact({
        contactId: 'contact-raman',
        name: 'Priya Raman',
        title: 'Coordinator of Counseling',
        email: 'p.raman@cedarhollow.example',
        phone: null,
        verified: false,
        reason: 'Would use it daily.',
      }),
      sampleContact({
        contactId: 'contact-abernathy',
        name: 'Georgiana Abernathy-Villanueva',
        title: 'Associate Superintendent for Teaching, Learning, Equity and Continuous Improvement (Grades 6-12)',
        email: 'georgiana.abernathy-villanueva@secondary.schools.cedarhollow.example',
        phone: '+1 (520) 555-0163 ext. 4402',
        reason: 'Owns the advising budget line.',
      }),
      sampleContact({
        contactId: 'contact-tran',
        name: 'Linh Tran',
        title: 'Chief Technology Officer',
        email: 'l.tran@cedarhollow.example',
        phone: '(520) 555-0129',
        reason: 'Answers for the student information system.',
      }),
      sampleContact({
        contactId: 'contact-nkemelu',
        name: 'Thabo Nkemelu',
        title: 'Board Member, District 4',
        email: 'thabo.nkemelu@gmail.com',
        phone: null,
        verified: false,
        isPersonalMail: true,
        reason: 'Moved to set up the task force.',
      }),
      sampleContact({
        contactId: 'contact-ruiz',
        name: 'Consuelo Ruiz',
        title: null,
        email: null,
        phone: '(520) 555-0107',
        verified: false,
        reason: 'Office of the superintendent.',
      }),
      sampleContact({
        contactId: 'contact-farnham',
        name: 'Otis Farnham',
        title: 'Network Lead',
        email: null,
        phone: null,
        verified: false,
        reason: 'Runs the network.',
      }),
    ],
    relevance: {
      archetype: 'Attendance pressure — early alerts',
      intro:
        'Cedar Hollow has named absenteeism as its problem of the year and is buying the tool that would show it first.',
      bullets: [
        {
          text: 'The board set up the “Every Day Counts” task force on 10 February and wants options by summer.',
          evidence: ['sig-5'],
        },
        { text: 'The advising tender asks for early alerts in the same lot, due on 27 March.', evidence: ['sig-1'] },
        { text: 'Its student information system has a published interface.', evidence: ['buyer', 'sig-1'] },
      ],
    },
    gameplan: {
      pitch: {
        text: 'Put “Every Day Counts” first: the board asked for tool options by summer, and the tender that would buy them closes on 27 March.',
        evidence: ['sig-5', 'sig-1'],
      },
      lead: {
        text: 'Your board set up “Every Day Counts” on 10 February; who picks the tool, the task force or purchasing?',
        evidence: ['sig-5'],
      },
      primary: 'Dr. Rosalind Okafor-Webb: signs the tender and chairs the task force.',
      secondary: [
        'Milan Zelenka, purchasing: asks for three references.',
        'Priya Raman, counselling: would use it daily.',
      ],
      script:
        'I read that your board started “Every Day Counts” last month and wants options by summer. Would it help to see how a district of your size shows counsellors who is slipping, before your tender closes on 27 March?',
      procurement: [
        {
          text: 'Formal bids above $100,000; written quotes from three vendors between $10,000 and $100,000.',
          source: {
            title: 'Purchasing handbook, section 4',
            url: 'https://www.cedarhollow.example/purchasing/handbook',
          },
        },
        { text: 'Buys through a regional purchasing co-operative.', source: null },
      ],
      procurementNote: null,
    },
    ...overrides,
  })
}

/** What an attacker, a broken feed or a careless typist puts into a field. */
const HOSTILE_TEXT = `<script>alert(1)</script>"'><img src=x onerror=alert(2)>\u202Egnp.exe\u202C\u0000\u200B</style></title>&lt;b&gt; \${7*7} \uD800`

const HOSTILE_URLS = [
  'javascript:alert(1)',
  ' JaVaScRiPt:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'https://bank.example@evil.example/',
  'https://good.example\u202E/moc.live',
  'https://xn--pple-43d.example\\@evil.example',
  'vbscript:msgbox(1)',
  '//evil.example/path',
  'https://evil.example/"onmouseover="alert(1)',
  'file:///etc/passwd',
]

/** Notes of what a report lacks, each as full as it can be: no real document has all of them. */
const NOTES = {
  buyerNote: 'Two buyers are called Cedar Hollow in this state, so that neither record is shown.',
  dmNote: 'No contact fits the role; the best one moved away.',
  preparedAt: '2026-03-01T06:00:00.000Z',
  budgetNote: 'Near the budget of the day: the smaller model wrote this.',
}

/** Every text field hostile, titles of 5,000 characters, no usable address but one that carries quotes. */
export function hostileDocument(): ReportDocument {
  const long = `${HOSTILE_TEXT} ${'W'.repeat(5_000)}`
  const sources = HOSTILE_URLS.map((url) => ({ title: HOSTILE_TEXT, url }))
  const poison = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') return STRUCTURAL.has(key) ? value : `${HOSTILE_TEXT} ${key}`
    if (key.endsWith('.sources')) return sources.slice(0, 6)
    if (Array.isArray(value)) return value.map((item) => poison(item, key))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, poison(item, `${key}.${name}`)]))
  }
  const document = poison(tier3Document(NOTES), '') as ReportDocument
  const rest = { sources: sources.slice(5), title: long, bullet: long, deadline: long, eventDate: HOSTILE_TEXT }
  const signals = document.signals.map((signal, index) => (index % 2 === 0 ? signal : { ...signal, ...rest }))
  return { ...document, title: long, signals }
}

const STRUCTURAL = new Set([
  '.signals.state',
  '.moreAtBuyer.state',
  '.ranking',
  '.madeAt',
  '.preparedAt',
  '.notes.kind',
])
