import type { NoteKind } from '../../types.ts'
import type { CueGroup } from '../cue-matcher.ts'

/** What the notes of a reply are made of. Times and places are read by `times.ts` and `territory.ts`. */

type Noted = Extract<NoteKind, 'demo_asked' | 'will_forward' | 'urgency' | 'packaging'>
export type NoteGroup = CueGroup<Noted>

/** To see the product, to try it, or to talk. */
const DEMO = `demo/demos/demonstration/walkthrough/walkthroughs/screenshare/démo/demostración/demonstração/dimostrazione/vorführung/démonstration/demonstratie
  test drive | free? trial | pilot | try it/this/the out? | live look/tour/session/walkthrough/view | guided tour
  product presentation | tour | screen share/sharing
  show me/us/my/our * how/around/product/platform/tool/software/dashboard/system/ropes | walk me/us/our/my/the * through
  run me/us/our/my * through | take me/us through | see it/this/that/how/what/the * in action/live/works/working/looks
  see * the platform/product/tool/software/system/dashboard/data | play/poke with/around | log in and | show~ * to me/us
  if we meet/met/talked/spoke | coffee/lunch next/this/tomorrow/on/with/sometime <day>/week?
  number to call/reach/ring you | walk through of/for/with | a walk through | sandbox | call me/us | ring me/us
  phone me/us | give me/us a? * call/ring/shout/buzz | hit me up | reach me at/on/by | my cell/mobile/direct is
  my direct/cell/mobile line/number
  let us talk/chat/connect/meet/speak/hop/jump/sync/discuss/do/set/get/find/schedule/book/grab * <talk>/time/coffee/lunch
  let us talk/chat/connect/meet/speak/discuss | we should/must/ought talk/chat/meet/speak/connect
  book/schedule something | ^ call $ | <day>/<when>/et/est/pst/cst/mst/pt/am/pm/noon call/chat/zoom $
  can/could/would you present/demo/pitch | present to <number>/us/my/our/me | set/setting/line/lining something/one up
  seeing it/this/that/the live/work/in | see how it/this/that looks/works | get on the phone
  hop/jump/get/be/hopping/jumping on/onto * call/phone/zoom/teams/meet/line
  set/setting/line up * <talk>/time/something/minutes/mins/min
  schedule/book/arrange/plan/organize/propose * <talk>/time/session/minutes/slot/visit
  when/what/which * talk/chat/meet/speak/connect/call/discuss | how/what about * <talk>
  can/could/should/shall/may we * talk/chat/meet/speak/connect/call/discuss/sync/zoom/catch
  want/like/love/need/happy/glad/open/up/down/game/keen/willing/free/available/ready/interested/hoping/prefer/curious to * talk/chat/meet/speak/connect/discuss/call/zoom/sync
  want/like/love/need/open/up/down/game/keen/worth/works/work/free/available/ready/good/ask/appreciate/prefer/time/value/merit/deserves/best to/for/in/with? * <talk>
  quick/short/brief/intro/introductory/exploratory/phone/video/zoom/initial/discovery/follow <talk>
  on a/the quick? * call/phone/zoom/teams | <number>/half min/mins/minute/minutes/hour * <talk>/to/with/you
  <number> min/mins/minute/minutes $
  talk/speak/chat/meet/call/connect/discuss * tomorrow/today/<day>/<month>/next/then/sometime/soon/live/later
  book/grab/find/make/set * time with/to/on | in person | over coffee/lunch/zoom/phone/video/teams
  by/over/via the? phone/zoom/video/teams | llámame/llámeme/llamarme/reunión/hablemos/llamada/videollamada
  podemos/podríamos hablar/ver/reunirnos/conversar | rendez-vous/rdv | appelez-moi/appeler/échanger | par/de téléphone
  por/de teléfono/telefone | en parler | al telefono | telefoneren | telefonisch | parlons/discutons | rufen sie mich
  anrufen/telefonieren/telefonat/termin/gespräch/sprechen/vorführen | reunião/conversar/ligação/ligar/conversamos
  chiamata/chiamatemi/chiamarmi/sentirci/riunione/chiamami | vedere una | bellen/afspraak/gesprek | ring mig | möte`

/** Not asking: a talk that is refused, put off, or somebody else's. */
const NO_DEMO = `before/instead/rather/without/skip/skipping/than/no/not/spare/avoid * <talk>
  demo/demos account/data/reel | call for/center/centers/centre/volume/list/recording/tree/to | on call
  conference/sales/cold call/calls | call it/them/him/her/us? when | no time for | do not call | not * <talk>
  board/council/committee/school/staff/town/city/budget/planning/commission/team/all-hands/annual/kickoff meeting
  meeting room/minutes/notes/agenda | minutes of | reach out to
  had/saw/seen/watched/did/attended/took * demo/walkthrough/trial | demo video/videos/recording
  <talk> * not required/needed/necessary | <Name> demo | she/he/they would want/like/love * demo/call/chat/talk/meeting
  she/he/they would want/like/love`

const FORWARD = `forward~ * <person>/<Name> | let him/her/them/my/our * know | distribute~ * to/among/internally
  go/goes/going to my/our/the * <person> | clear/okay/ok/vet it/this/that with | show/tell/brief/ask him/her/them
  forward~/share~/circulate~/pass~/discuss~/review~ * internally/around
  something/version/one/thing i/we can forward/share/pass/circulate/send
  share~/send/sending/sent/pass~/show~/showed/shown/present~/take/taking/bring~/circulate~/route~/socialize~/float~/get/put/run/running/ran/hand~ * to/with/by/past/around/among/before/through/over/along/for my/our/the/a/some/his/her/their/his/both/two/all * <person>
  share~/send/sending/sent/pass~/show~/showed/forward~/circulate~/get/put/run/running/hand~/mention~ * to/with/by/past <Name>
  share~/pass~/show~/discuss~/review~/talk/talking * with/over * <person>/<Name>
  show~/tell~/brief~/ask~/involve~/invite~/include~/add/adding/added my/our * <person>
  discuss/discussing/review/reviewing/talk/chat/check/sync/consult/confer/huddle/connect/speak with/to my/our * <person>
  loop~ * in/<person>/<Name>
  bring~/pull~/rope~/roping/get/have/invite~ my/our/in/the/<Name> * in/into/on/onboard/along/<person>/<Name>
  bring~/pull~/rope~ in | include/including/add/adding/copy/copying/cc/ccing/loop/looping * <email>
  mention~/told/tell this/it/that to? my/our/the <person> | mention~ * to my/our <person>
  my/our <person> asked/told/wants me/us
  cc/ccing/ccd/copying/copied/copy/adding/added/tagging/tagged/inviting/including/include/add/bcc my/our/in/on/here/the/both/two/them/him/her * <person>/<Name>/here/thread/invite/email
  ccing/ccd/cc/copying/copied/adding/tagging/looping/bcc <Name> | ccing/copying/looping/looped | ccd here/above/on
  on copy/cc/here | in copy/cc | <person>/<Name> is/are ccd/copied/looped
  <person>/<Name> is/are on copy/cc/this/here/the | loop~/add/adding/added/copying/ccing/including/bringing him/her/them
  run/running/ran/float/floating/socialize * by/past/up | up the chain/ladder/flagpole
  pass/passing/passed it/this/that along/on | forward/forwarding/forwarded it/this/that on/along
  get it/this/that in/to front?/of?/the?/my/our <person>/of | in front of * <person>/<Name> | keep * in the loop
  keep * <person>/<Name> in/on | he/she/they/both/<Name>/<person> will/would want/like/love to see | internally with
  internal discussion/review | get * buy-in/sign-off/approval/feedback/input
  take/taking it/this/that to * <person>/<Name> | send/email/get it/this/that/them/a * me and * <person>/<Name>
  me and/& to? * <person>/<Name> | both of us | forwarded/sent/passed/shared * to/with him/her/them | raise~ * with/at
  see what they/he/she think/thinks/say/says | get their/his/her take/thoughts/opinion/feedback
  reenviar/reenviaré/reenvío/reenvié | comparto/compartiré/compartirlo/compartir con | mi jefe/jefa/equipo/socio
  transmets/transmettre/transférer/transfère/transféré | mon/ma collègue/chef/équipe/directeur | leite/leiten * weiter
  weitergeleitet/weiterleiten/weitergegeben/weitergeben
  meinem/meiner/unserem/unserer chef/chefin/kollegen/kollegin/team/geschäftsführer
  encaminhar/encaminhei/encaminho/vou encaminhar | minha/meu equipe/chefe/colega/time | inoltro/inoltrare/inoltrerò
  mio/mia collega/capo | doorsturen/doorgestuurd | stuur * door | vidarebefordra/vidarebefordrar`

const URGENCY = `asap/urgent/urgently/urgency/pronto/urgente/dringend/eilig/spoed/urgentemente/brådskande
  time-sensitive | time sensitive/critical/crunch/pressed | right away | immediately | at once
  as soon as * can/possible/you | soon as | sooner the | sooner is | earliest | quick turnaround/answer/reply/one
  tight timeline/deadline/turnaround/timeframe/schedule/window | on a * deadline/clock
  time is * short/tight/essence/critical/running/limited/ticking | time matters/counts | clock is | short on time
  running out/short of/on | be * quick | under the gun | in a * hurry/rush/pinch/crunch | hurry | every day counts
  behind schedule | moving/move/act/decide/deciding/decision quickly/fast/soon/this
  need/want * answer/reply/response/decision/something today/tomorrow/tonight/by/before | up against | fire drill
  pre-bid | conference/hearing/session/walkthrough/meeting is * <when> | closes/ends/lapses at/by * end
  need/get/have/want/send/use it/this/that/them/something/these/those/anything/answers/one * now/today/tonight/tomorrow/soon/quickly/fast/immediately
  need/want/get/have/send/sent/see/like/appreciate/finish/submit/answer/respond/decide/deliver/love/use * by * <date>/end/then/close
  by/before/until/til/till end/close of | by/before/no eod/eow/eom/cob/tomorrow/tonight/noon | by/before <day>/<month>
  before then/it/that $ | by then
  before the/our/my/their/next/this/your * meeting/<event>/starts/vote/call/trip/deadline/<day>/week/month/year/end
  by the <date>/end/close | by this/next <day>/week/month | needed by/before/for | no later than | in time for
  deadline | due * <date>/in/within/at | closes/ends/due/expires <number>
  <event>/it/that/which/this/window/packet/agenda * due/close~/closing/end~/ends/expire~/vote~/meets/decide~/award~/start~/opens/lapse~/kicks/happen~/goes * <when>
  <event>/it/that/which/this/window * due/close~/ends/expire~/vote~/decide~/award~/start~/up in/within * <number>
  close~/expire~ on/this/next/the? * <when>
  present/presenting/pitch/pitching/submit/submitting/bid/bidding/interview/interviewing/vote/voting/respond/responding/answer * on/this/by/next <when>/week
  <event> * is/are? on/this/next/the/in? * <when>
  planning/budget/kickoff/kick-off/strategy/board/council/committee/commission/school/pipeline session/meeting/review/call/vote * <when>
  meets/votes/decides on/this/next/the/in? * <when>
  about to <event>/submit/bid/respond/renew/sign/present/close/lose/decide
  in/within about/roughly/around/under/less/than/the/next? about/roughly/than? <number> of? hours/days/weeks/day/week/hour
  days/hours/weeks away/left | <number> hours/days/weeks/day/week to/left/until/away/remaining/out
  got/have/only <number> hours/days/weeks | today/tonight/this if/at/please/would * possible/best/ideal/great
  this week/afternoon/morning/month please/if/or/would/because/as/since/before | today please/if/or/because/as
  send * today/tonight/tomorrow/now | send * this week/afternoon/morning/month | send/need/want/have/get * right now
  anytime today | call * today/now/immediately | final two/three/round/shortlist | shortlisted | shortlist
  cuanto antes | lo antes posible | dès que possible | au plus vite | so schnell wie | schnellstmöglich | so bald wie
  sobald wie | il prima possibile | al più presto | o quanto antes | o mais rápido | zo snel mogelijk | così presto
  esta semana | diese woche | cette semaine | questa settimana | deze week
  avant/antes/bis/vor/entro/voor * vendredi/viernes/freitag/venerdì/vrijdag/sexta
  bis freitag/montag/dienstag/mittwoch/donnerstag/morgen/heute | antes del/de
  frist/fristende/plazo/échéance/prazo/scadenza | heute/hoy/aujourd'hui/hoje/oggi noch?`

const NO_URGENCY = `no/not/nothing/without/isn't/any * rush/hurry/urgent/urgency/deadline/immediate/immediately/pressing
  free/available/around/open/works/work/slammed/busy/swamped/out/away/traveling/travelling/talk/chat/meet/speak/connect * today/tomorrow/this/before/by/week
  this week/afternoon/morning works/at/after/before/between/or/is/does | today works/at/after/before/between/or/is
  next week/month is/works/or | later this | not until | as soon as * back/return/free/budget/settle
  last/past/previous week/month/quarter/year | missed/passed/lost/past * deadline
  deadline has/is? * passed/past/gone/over | after the deadline | <talk> * before/by | before * <talk>`

const PACKAGING = `<number>/one/single/two page/pages/pager/pagers/slide/slides/lines/bullets/sentences/paragraphs
  one-pager/one-pagers/two-pager/1-pager/2-pager/onepager
  send/share/forward/email/shoot/get/give/provide/attach/include/see/have/review/need/want/put/prepare/pass/drop/fire/love/prefer/like/expecting/promised/make/got/offer/build/do/export/use/deliver/appreciate/take/receive/mail/envoyer/envoyez/schicken/senden/enviar/envíe/envíame/manda/mandar/mandami/stuur/skicka * a/an/the/your/any/some/it/that/this/me/us/as/in/by/ein/eine/un/una/una/uma/en? <format>
  send/share/email/shoot/get/give/provide/need/want/include/see/have/review/love/prefer/put/attach me/us? * <format>
  <format> and/or/& * <format> | ^ any/the/your/and/plus/also * <format> $ | ^ <format> $
  <format> please/would/is/preferred/works/if/instead/version/format/form/file/rather | is/are there/any * <format>
  in/as/into/per/als/en/im/como/comme/come a/an/one/my/google? <format>/writing/table/word/document/file/email/list/pdf/sheet/page
  google sheet/sheets | import~ * into? crm/salesforce/hubspot/excel/it | import | crm | machine readable
  short/shorter/brief/condensed/quick/abridged/concise/compact/high-level/printable/executive/readable/plain/simple/text/mobile version/list/summary/form/read/format/text/email/overview/answer/writeup/write-up/report/note
  short please | short and | in writing | something written/printable/short/simple/brief/visual
  a page/paragraph/few or | limit/limited/restrict/keep it/this/that/them * to | month/date/amount/contact for each
  short version | keep it/this/that * short/brief/simple/concise/tight/under/to | high-level | tldr/tl | cliff notes
  in a nutshell | briefly $ | no more than * <number> | at most * <number> | max/maximum <number>
  <number> max/maximum/tops/or
  just/only the/your/top/first/best/a/these/those/highlights/essentials <number>/top/best/highlights/essentials/headlines/basics/names/list
  highlights only | only/just the * top/best/first | just/only <number>/top
  top/first/best/strongest/hottest <number>/few/handful
  send/share/see/get/give/want/need/show/include/pick/start/mentioned/promised/take/have/pass me/us/the/those/these/all/my/your/with/at? the/those/these/all/just/least/only/of? <count> * <item>
  send/share/shoot/see/get/give/want/need/show/email/have * the/those/these/all/your <count> you
  the/those/these/all/your <count> * you mentioned/promised/offered/have/found/referenced
  <number> signals/opportunities/leads/triggers/insights | all <number>/of them
  signals/list/report/examples/opportunities/samples that? you/your * mentioned/promised/referenced/offered/talked/note/email
  trim/cut/boil/condense/narrow/whittle/reduce~ it/this/that/them * to | line/page/sentence/row each
  break/breaking it/this/that/them * by/into/out/down/up/per
  split/broken/sorted/sort/grouped/group/organized/organised/arranged/filtered/ranked/separated/segmented/sliced/divided/bucketed/categorized/listed/prioritized * by/into/out/down/per/up/for
  by/per state/region/county/territory/district/month/deadline/size/date/rep | one/separate * per/for each
  separate file/files/list/lists/sheet/sheets/email/emails/sheets | separately
  no attachment/attachments/links/link/login/logins/fluff/video/videos/portal/pdf/pdfs/zip
  without the/an/any? attachment/attachments/login/logins/links/fluff/pdf/pdfs | not * as? attachment/link/pdf
  attached | attachment | in the body | plain text | password
  full/whole/complete/entire/raw/long/longer/detailed/sample list/report/data/version/file/dataset/export/signals/set/breakdown/pdf
  on/to letterhead | with links/sources/citations/dates/amounts/contacts/names
  include/including/with the? * links/sources/citations/columns/contacts | columns for/with
  price/rate/line list/sheet/card | rate card | case study/studies | data sheet/sheets | white paper/papers
  capabilities statement | print~ it/this/out | to print | bullet points/list | bulleted | no prose | format/formatted
  in spanish/french/english/german | en español/anglais | auf deutsch/englisch`

const NO_PACKAGING = `no/not/skip/instead * <format> | do not need/want/send * <format>/list
  we/i have/had/submitted/wrote/sent/are/owe a/an/our/the/writing/submitting/preparing * proposal/proposals/quote/quotes
  proposal/quote/quotes/proposals * due/for/to/deadline/at | our proposal/quote/presentation/pitch
  video conferencing/cameras/surveillance/security/products/solutions/production | for example | set an example
  in a crm | example of how | pricing before | in summary | slide into | strings attached | no attached | doc review`

export const NOTE_CUES: readonly NoteGroup[] = [
  { topic: 'demo_asked', weight: 1, list: DEMO },
  { topic: 'will_forward', weight: 1, list: FORWARD },
  { topic: 'urgency', weight: 1, list: URGENCY },
  { topic: 'packaging', weight: 1, list: PACKAGING },
]

/** Spans in which a cue of the same note does not count. */
export const NOTE_EXEMPTIONS: readonly NoteGroup[] = [
  { topic: 'demo_asked', weight: 0, list: NO_DEMO },
  {
    topic: 'will_forward',
    weight: 0,
    list: `do not/never forward/share/loop/cc/pass | put you in touch | before i/we * loop/share/bring/involve * in?
      who/that/they/you shared/sent/forwarded | thanks for sharing | talk/speak/connect with you | send/share * me/us $`,
  },
  { topic: 'urgency', weight: 0, list: NO_URGENCY },
  { topic: 'packaging', weight: 0, list: NO_PACKAGING },
]
