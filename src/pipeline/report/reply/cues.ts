import { type CueIndex, indexCues } from './cue-matcher.ts'
import { AWAY, MACHINE } from './cues/away.ts'
import { DOUBT, INSTRUCTION } from './cues/doubt.ts'
import { FOREIGN_CUES } from './cues/foreign.ts'
import { EXEMPTIONS, HANDOFF } from './cues/handoff.ts'
import { REFUSE, STOP } from './cues/refuse.ts'
import type { CueTopic } from './cues/topics.ts'
import { WANT } from './cues/want.ts'
import { phrases } from './word-list.ts'

/** Every cue in every language but those of instructions, ready once. */
export const CUES: CueIndex<CueTopic> = indexCues([
  ...WANT,
  ...REFUSE,
  ...STOP,
  ...AWAY,
  ...MACHINE,
  ...HANDOFF,
  ...DOUBT,
  ...FOREIGN_CUES,
])

/** Text that addresses a program. */
export const INSTRUCTION_CUES: CueIndex<CueTopic> = indexCues(INSTRUCTION)

/** Spans in which a cue of the same topic does not count. */
export const EXEMPT_CUES: CueIndex<CueTopic> = indexCues(EXEMPTIONS)

/** How the subject of a machine's answer begins. */
export const AUTOMATIC_SUBJECTS: readonly string[] = phrases(`
  automatic reply | automatic response | auto reply | auto-reply | autoreply | auto: | auto response | automated | out of office
  out of the office | ooo | on vacation | on leave | away: | vacation | abwesend | abwesenheit | automatische antwort | réponse automatique
  absence | respuesta automática | respuesta automatica | fuera de | resposta automática | risposta automatica | fuori ufficio
  automatisch antwoord | afwezig | autosvar | frånvaro | automatyczna odpowiedź`)

/** How the subject of a bounce or of a filter begins. */
export const MACHINE_SUBJECTS: readonly string[] = phrases(`
  undeliverable | undelivered | delivery status | delivery failure | mail delivery | returned mail | failure notice
  verification required | verify your | ticket | case # | your request has | unzustellbar | non remis | no se puede entregar`)
