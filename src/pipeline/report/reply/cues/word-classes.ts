/** Classes of words that cues name in angle brackets: `send * <format>`. All lower case. */

const words = (list: string): ReadonlySet<string> => new Set(list.split(/\s+/u).filter((word) => word !== ''))
const upTo = (last: number, suffix = ''): string =>
  Array.from({ length: last }, (_, index) => `${index + 1}${suffix}`).join(' ')

const DAYS = `monday mondays mon tuesday tuesdays tue tues wednesday wednesdays wed weds thursday thursdays thu thur thurs friday
  fridays fri saturday sunday`
const MONTHS = `january jan february feb march mar april apr may june jun july jul august aug september sep sept october oct
  november nov december dec`
const ORDINALS = `${upTo(31, 'th')} 1st 2nd 3rd 21st 22nd 23rd 31st`
const ROLES = `ceo cto cfo coo cio cro cmo ciso vp svp evp avp president director manager head lead chief owner founder cofounder
  co-founder partner principal supervisor superintendent assistant rep representative specialist coordinator analyst engineer
  administrator officer executive exec buyer team desk department dept group`

export const WORD_CLASSES: Readonly<Record<string, ReadonlySet<string>>> = {
  day: words(DAYS),
  month: words(MONTHS),
  /** When something soon is. */
  when: words(`${DAYS} ${ORDINALS} today tonight tomorrow soon shortly eod eow eom cob week month midnight noon`),
  date: words(
    `${DAYS} ${MONTHS} ${ORDINALS} ${upTo(31)} today tonight tomorrow soon shortly eod eow eom cob week month`,
  ),
  number: words(`${upTo(100)} one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty fifty
    dozen few couple handful`),
  /** More than one: "the one" is no count of a list. */
  count: words(
    `${upTo(100).slice(2)} two three four five six seven eight nine ten eleven twelve fifteen twenty thirty fifty dozen few couple handful`,
  ),
  role: words(ROLES),
  /** Somebody to share with. */
  person:
    words(`${ROLES} teams bosses boss partners colleague colleagues coworker coworkers co-worker co-workers teammate
    teammates counterpart counterparts reps directors managers execs executives board leadership management stakeholders
    committee staff folks guys people crew leads buyers owners founders committee specialists estimators engineers
    legal finance procurement purchasing marketing sales him her them everyone others`),
  /** A talk of two people, as a noun. */
  talk: words(
    'call calls chat talk meeting conversation discussion zoom demo huddle intro sync session appointment convo',
  ),
  /** The forms material comes in. */
  format:
    words(`pdf pdfs csv csvs excel xls xlsx spreadsheet spreadsheets one-pager one-pagers two-pager two-pagers 1-pager
    2-pager onepager pager pagers deck decks slide slides brochure brochures datasheet datasheets whitepaper whitepapers
    white-paper summary bullets bullet sample samples example examples proposal quote pricing breakdown export packet
    snapshot attachment attachments flyer leaflet handout screenshot screenshots recording video loom rate-card factsheet
    powerpoint ppt pptx docx`),
  /** What a list is of. */
  item: words(`signals signal opportunities leads rfps bids accounts districts triggers insights names contacts deals targets
    prospects buyers cities counties examples samples results entries rows bullets lines sentences paragraphs slides pages page
    agencies schools records matches picks items tenders hits reports`),
  /** Something of theirs with a date. */
  event:
    words(`deadline rfp rfps rfq rfi rfb bid bids proposal proposals tender submission submissions contract renewal board council
    committee commission vote window budget pitch presentation interview hearing award kickoff kick-off qbr shortlist
    solicitation procurement response pipeline review quarter offsite kick planning fiscal`),
  field:
    words(`engineering support hr accounting it finance legal product marketing sales operations ops recruiting facilities
    procurement purchasing billing logistics development research design training admin payroll compliance security`),
}

/** Verbs that double their last letter. */
const DOUBLING = new Set('run get set plan submit ship drop stop ring hop skip'.split(' '))

/** All ordinary inflections of an English verb: `share` → share, shares, shared, sharing. */
export function inflected(verb: string): string[] {
  const stem = verb.endsWith('e') ? verb.slice(0, -1) : verb
  const doubled = DOUBLING.has(verb) ? `${verb}${verb.at(-1)}` : stem
  return [verb, verb.endsWith('ss') ? `${verb}es` : `${verb}s`, `${doubled}ed`, `${doubled}ing`]
}
