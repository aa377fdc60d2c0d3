import { phrases } from '../word-list.ts'

/** How mail writes plain words: short forms with what they stand for, and words with a part in no cue. */

const pairs = (list: string): (readonly [string, string])[] =>
  phrases(list).map((pair) => {
    const [short = '', long = ''] = pair.split(' = ')
    return [short, long]
  })

export const ABBREVIATIONS: ReadonlyMap<string, string> = new Map(
  pairs(`
  can't = can not | cannot = can not | cant = can not | won't = will not | wont = will not | let's = let us
  lets = let us | it's = it is | its = it is | that's = that is | what's = what is | who's = who is | he's = he is
  she's = she is | here's = here is | there's = there is | where's = where is | how's = how is | ive = i have
  dont = do not | doesnt = does not | isnt = is not | arent = are not | didnt = did not | whats = what is | havent = have not
  wasnt = was not | wouldnt = would not | couldnt = could not | shouldnt = should not | youre = you are | theyre = they are
  thats = that is | pls = please | plz = please | plse = please | thx = thanks | tks = thanks | ty = thank you
  tyvm = thank you | u = you | ur = your | e-mail = email | e-mails = emails | e-mailing = emailing | ain't = am not
  gonna = going to | wanna = want to | gotta = got to | yea = yes | yeah = yes | yep = yes | yup = yes | ya = yes | yes'm = yes
  nope = no | nah = no | naw = no | okay = ok | k = ok | kk = ok | informations = information | infos = info | y'all = you all
  tmrw = tomorrow | tmr = tomorrow | tmw = tomorrow | lmk = let me know | mtg = meeting | mtgs = meetings | appt = appointment
  def = definitely | deffo = definitely | rn = right now | asap = asap | a.s.a.p = asap | np = no problem | ppl = people
  msg = message | wfm = works for me | b4 = before | w = with | ooto = ooo | o.o.o = ooo | sry = sorry | depts = departments
  cc'ing = ccing | cc'd = ccd | cc'ed = ccd | cc-ing = ccing | cced = ccd | bcc'ing = ccing | i.e = that is
  walk-through = walkthrough | co-workers = coworkers | co-worker = coworker | k12 = k-12 | follow-up = follow up
  bi-weekly = biweekly | unsub = unsubscribe | unsubscribing = unsubscribe | un-subscribe = unsubscribe | unsubscription = unsubscribe`),
)

/** Endings of contractions with the words they stand for; the first that fits counts. */
export const ENDINGS: readonly (readonly [string, string])[] = [
  ["n't", ' not'],
  ["'re", ' are'],
  ["'m", ' am'],
  ["'ll", ' will'],
  ["'ve", ' have'],
  ["'d", ' would'],
]

/** Words that turn against what was said before. */
export const CONTRASTS: ReadonlySet<string> = new Set(
  'but however though although yet except pero aber jedoch mais mas ma però maar otherwise nevertheless nonetheless'.split(
    ' ',
  ),
)

/** Words that colour a phrase and are skipped inside it. */
export const FILLERS: ReadonlySet<string> = new Set(
  `really very both just also definitely certainly actually honestly probably absolutely truly sincerely kindly quite totally
  simply even please indeed currently already still maybe perhaps possibly especially particularly gladly super`.split(
    /\s+/u,
  ),
)

/** Words that are written with a capital without being anybody's name, small letters. */
export const NOT_NAMES: ReadonlySet<string> = new Set(
  `i i'm i'll i've i'd the this that these those we we're we've we'd you you'd you'll he she he's she's they they're it it's my our
  your his her their its please thanks thank thx hi hello hey dear greetings good great happy yes no yep yeah nope sure sorry also and
  but so for to in on at if as with from by of or not never nothing once since until after before while during both all any each every
  some most more many much other others another either neither none same such only just even still already soon later now then here
  there today tomorrow tonight yesterday contact reach email e-mail call talk speak try ask see send cc bcc ccing cc'ing cc'd copying
  adding added looping looped including tagging forwarding forwarded passing passed handing sharing shared introducing connecting
  redirecting best regards cheers kind warm let let's wrong right feel can could would will shall should may might must do does did done
  don't doesn't didn't is are was were be been has have had am get got go going give given take taken took make made need want wants
  prefer looks sounds unfortunately actually honestly however though although because well ok okay fine cool nice perfect interesting
  interested maybe perhaps probably definitely absolutely certainly happy glad quick question what when who whom whose how why where
  which whether monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun january february
  march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec spring summer
  fall autumn winter q1 q2 q3 q4 fy rfp rfps rfq rfi it's it hr ceo cto cfo coo cio cro cmo ciso cpo cso vp svp evp avp gm bd bdr sdr
  ae ops sled k-12 k12 pto ooo eod asap fyi pdf csv excel crm api saas usa us u.s est edt et cst cdt ct mst mdt mt pst pdt pt am pm
  director manager head president chief officer senior junior deputy assistant associate executive regional national interim acting
  vice lead owner founder partner partners principal supervisor superintendent specialist coordinator analyst representative rep
  administrator engineer consultant sales marketing procurement purchasing finance operations partnerships technology product
  engineering legal support development business government education public sector state local federal customer success department
  dept team group office desk board council committee colleague colleagues boss coworker person anyone anybody everyone everybody
  someone somebody nobody attn attention re fw fwd ps note mobile cell phone tel sent slack zoom teams google outlook linkedin
  salesforce hubspot calendly word powerpoint govwin starbridge internet gdpr ccpa system assistant ai
  bitte herr herrn frau veuillez monsieur madame mme m por contacte contactez hable wenden ich je vous sie wir la el le les los las un
  una une der die das ein eine und et y e o il lo no sí si oui ja nein non não sim mr mrs ms dr prof sr sra director/a hola bonjour hallo
  guten ciao olá merci gracias danke obrigado obrigada grazie pas mit für zu bei von an auf ist sind merci parlez adressez kontaktieren
  kontakta hej tack prata ring sprechen fragen fale entre comuníquese diríjase neem contatti si rivolga ik je het dit mein meine unser unsere mon notre mi mio nuestro
  meu nossa mail inbox mailbox message`.split(/\s+/u),
)
