import { phrases } from './word-list.ts'

/** Words of signatures and notices, as data for the rules in `signature.ts`. All lower case, straight apostrophes. */

/** What people close a mail with; a longer one stands before a shorter one that it starts with. */
export const CLOSERS: readonly string[] = phrases(`
  thanks so much | thanks again | thanks in advance | thanks and regards | thanks & regards | many thanks
  thank you so much | thank you again | thank you very much | thank you | thanks much | thanks a lot | thanks
  thx | tks | ty | much appreciated | appreciate it | appreciated | with appreciation | with gratitude
  best regards | best wishes | all the best | all best | my best | best | kind regards | kindest regards
  warm regards | warmest regards | warmly | with regards | regards | rgds | br | kr | sincerely yours | sincerely
  yours truly | yours sincerely | yours | respectfully | very respectfully | v/r | r/ | cheers | take care
  talk soon | speak soon | chat soon | see you soon | cordially | ciao | have a great day | have a good day
  have a nice day | have a great weekend | have a good one | onward | mit freundlichen grüßen
  mit freundlichen gruessen | freundliche grüße | viele grüße | beste grüße | liebe grüße | schöne grüße | grüße
  gruß | mfg | vg | lg | danke und gruß | cordialement | bien cordialement | bien à vous | salutations
  sincères salutations | à bientôt | saludos cordiales | un cordial saludo | un saludo | saludos | atentamente
  cordialmente | atenciosamente | att | abraços | obrigado | obrigada | cordiali saluti | distinti saluti | saluti
  met vriendelijke groet | groeten | med vänlig hälsning | vänliga hälsningar | mvh | med venlig hilsen
  pozdrawiam
`)

/** How a line begins that a phone or an app adds. */
export const SENT_FROM: readonly string[] = phrases(`
  sent from my  | sent from mail for | sent from outlook | sent from yahoo mail | sent from proton
  sent from gmail | sent from the all new | sent via  | sent with  | get outlook for  | get bluemail
  envoyé de mon | envoyé depuis | envoyé à partir de | obtenir outlook | télécharger outlook | von meinem iphone
  von meinem | gesendet von | gesendet mit | enviado desde mi | enviado desde | enviado do meu | inviato da
  verzonden vanaf | verstuurd vanaf | sendt fra | skickat från | please excuse typos | please excuse brevity
  pardon the typos | dictated | typed on
`)

/** Words that only notices hold; their paragraph goes. */
export const NOTICES: readonly string[] = phrases(`
  confidentiality notice | confidentiality note | privileged and confidential | confidential and privileged
  confidential information intended | intended recipient | intended only for | intended solely for
  intended for the use of | intended for the sole use | received this message in error
  received this email in error | received this e-mail in error | received this communication in error
  received this transmission in error | the information contained in this | the contents of this email
  the content of this email is confidential | this email and any attachments | this e-mail and any attachments
  this message and any attachments | this email and any files | this e-mail and any files
  this email may contain confidential | this message may contain confidential | this message contains confidential
  consider the environment before printing | virus-free | scanned for viruses | checked by avg | avast.com
  public records law | public records act | subject to public disclosure | subject to public records
  public records request | open records act | diese e-mail enthält vertrauliche | diese nachricht ist vertraulich
  der inhalt dieser e-mail ist vertraulich | ce message est confidentiel | ce message et toutes les pièces
  ce courriel est confidentiel | este mensaje es confidencial | este mensaje y sus
  este correo electrónico es confidencial | aviso de confidencialidad | esta mensagem é confidencial
  questo messaggio è confidenziale | dit bericht is vertrouwelijk | you do not often get email from
  you don't often get email from | learn why this is important
`)

/** Words of job titles, as they stand in signatures and referrals. */
export const TITLE_WORDS: ReadonlySet<string> = new Set(
  phrases(`
  ceo | cto | cfo | coo | cro | cmo | cio | ciso | cpo | vp | svp | evp | avp | president | director | manager
  founder | co-founder | cofounder | owner | partner | principal | head | lead | chief | officer | executive
  representative | specialist | coordinator | associate | analyst | consultant | engineer | administrator
  superintendent | supervisor | assistant | chairman | chair | treasurer | buyer | geschäftsführer | leiter
  leiterin | vertriebsleiter | gm | directeur | directrice | directora | diretor | diretora | direttore | gerente | director/a | responsable | strategist
`),
)

/** A short last line with one of these is an answer, never a name. */
export const CONTENT_WORDS: ReadonlySet<string> = new Set(
  phrases(`
  yes | yep | yeah | no | nope | sure | ok | okay | please | interested | absolutely | definitely | maybe | stop
  unsubscribe | remove | monday | tuesday | wednesday | thursday | friday | saturday | sunday | mon | tue | tues
  wed | thu | thur | thurs | fri | today | tomorrow | morning | afternoon | noon | january | february | march
  april | june | july | august | september | october | november | december | alabama | alaska | arizona | arkansas
  california | colorado | connecticut | delaware | florida | hawaii | idaho | illinois | indiana | iowa | kansas
  kentucky | louisiana | maine | maryland | massachusetts | michigan | minnesota | mississippi | missouri
  montana | nebraska | nevada | ohio | oklahoma | oregon | pennsylvania | tennessee | texas | utah | vermont
  wisconsin | wyoming | midwest | sounds | send | call | great | perfect | good | nice | pricing | price | demo
  details | works | will | let | what | when | who | how | why | where | which | can | could | do | is | are | not
  never | agreed | sí | si | claro | oui | ja | gerne | nein | non | sim | deal | done | noted | correct | remind
  go
`),
)
