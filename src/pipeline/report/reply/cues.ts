import { type Cue, type CueGroup, compileCue } from './cue-matcher.ts'
import { FOREIGN_CUES } from './cues-foreign.ts'
import { phrases } from './word-list.ts'

const WANT: readonly CueGroup[] = [
  {
    topic: 'want',
    weight: 3,
    list: `interested | intrigued | very/definitely/certainly keen | have/has/got/caught my attention
      send/share/forward/shoot/email/fire/pass/drop * over/along/through/across | send/share/shoot/forward/email/get/give me/us
      send it/that/this/them/those/the/your/some/what/more/a/an/all/my/whatever/those | share it/that/this/the/more/your/some/what/a
      please send/share/forward/provide/email | feel free to send/share/call/reach | go ahead | by all means | fire away | ship it
      bring it on | tell me/us more | more info/information/details/detail/context | learn/hear/know/find more | find out more
      would love | love to see/chat/hear/learn/talk/connect/discuss/get | would like/want to see/hear/chat/talk/learn/know/connect
      would like to get/take/have/explore/set/schedule/understand/discuss/receive/review/book/meet/try | would like a/the/more/some
      happy/glad/open/keen to chat/talk/connect/hop/jump/meet/discuss/take/look/see/review/learn/hear/have/explore/a/speak/that/it/this
      would be great/good/helpful/useful/interesting/awesome/perfect/valuable/open/happy/down | we/i are/am open to
      want to see/learn/know/hear/talk/chat/understand/get/set/try | let us talk/chat/connect/do/set/schedule/meet/book/find/get
      let us hop/jump/discuss/see/try/go/plan/speak | set up a/some * call/time/meeting/demo/chat | walk me/us | show me/us
      give me/us a call/ring/shout | call me | ring me | text me | reach me at/on | my cell/number/mobile/direct is | see it in action
      my calendar | grab time/a | can/could/would you please? send/share/forward/email/provide/show/walk/call/resend/tell/get/give/put
      how much | pricing | what * cost | what is the price/cost/catch | how does it/this/that/your | i will bite | sign me/us up
      count me/us in | exactly what we/i need/needed/want | been looking for | we are looking for/at/to | looking for something like
      when can/could/should/would you/we | not opposed | you had me | needed this/something/that | is it possible/there | would it be possible
      go for it | ^ proceed | would like that/this/it | give it/this/that a shot/try/whirl/go/look | all ears | am listening | hit me with | lay it on
      where do i sign | how soon | how do we/i | what is included/next/involved | set it/something up | please call/include/set/schedule/add/share/explain/advise
      am down | down to/for | could/would benefit | need help with | got me curious | piqued/piques | say more | go on $ | do tell | can/could we/i get/see/have
      in the market for | can not wait to | would not mind | do not mind | worth a/talking/exploring/seeing/discussing | ask away
      when/what time/times/day/days * work/works/good/available/free/talk/chat/call/meet`,
  },
  {
    topic: 'want',
    weight: 2,
    list: `sounds good/great/interesting/like/perfect/promising/fine/useful/helpful/fantastic/amazing/intriguing/cool/awesome/fun
      that/it/this/which would? work/works * | works for me/us | works on my/our end | looks good/great/interesting/useful/promising
      ^ yes | ^ sure | ^ but? absolutely | definitely | certainly | of course | for sure | please do | ^ please $ | ^ but? yes $
      ^ deal $ | ^ perfect $ | ^ great $ | why not | curious | take a look | check it out | have a look | willing to
      am/are free/available/open/around | free/available/open on?/next?/this? monday/tuesday/wednesday/thursday/friday/week/morning/afternoon/tomorrow
      how about | can/could we talk/chat/meet/do/set/schedule/connect/speak/hop/jump/get/see/discuss/book | are you free/available/around
      we could use | we/i need it/this/that/them/these/something/more/your/the | we/i want the/that/it/to/your/more/those/this/one/some/in | would not say no | will not say no | not a no | good/great/perfect timing | timely | trial | demo | next steps | move/moving forward | am/are game | am/are in $
      do you have/cover/offer/support/work/integrate | what do you have | what states/districts/data | which states/districts/data/ones
      we need | help us | 👍 | 👌 | ✅ | 🙌 | 💯 | 🔥 | love it/this | like it/this/the | this is great/awesome/perfect/helpful/useful
      proposal | quote | one-pager | put together | looking forward to | schedule a/some/time/something | book a/some/time
      talk/chat/speak/meet/call tomorrow/today/monday/tuesday/wednesday/thursday/friday/next/this | ^ y $`,
  },
  {
    topic: 'want',
    weight: 1.5,
    list: `can/could you | wants a/to/the | let me know | keep me/us | walkthrough | walk-through | presentation | happy to | ^ ok | ^ interesting | ^ cool $ | ^ nice $ | makes sense | evaluating | forward it/this to | ^ anytime | appreciate you reaching
      loop/looping/adding/copying/ccing/cc'ing | open to | useful | helpful | relevant to us | ^ fine | no objection/objections | i guess`,
  },
]

const REFUSE: readonly CueGroup[] = [
  {
    topic: 'refuse',
    weight: 4,
    list: `not * interested | no interest | no longer interested | not a * fit | not the right fit | not for us/me/our | not relevant
      not something we/i | no longer pursuing/doing/selling/offering/using/looking/working | could not be less | could not care less | can not say * interested
      do/does not care | do this/it/that ourselves/internally/in-house | no thank | not what we/i | nothing for us | a no from | it is a no | not for * company | do/does not do/serve/touch/target/sell/pursue * public/government/gov/sled/schools/k-12/govt | no thanks | no thank you | but no | we/i will pass | have/going to pass | hard pass | ^ pass $ | ^ pass on
      gonna pass | not in the market | do not * want | have no need | no need for | do/does not need | not needed | no use for
      already have/use/using/work/working/got a/an/our/this/someone/something/vendor/solution/with | already covered | respectfully decline
      waste of * time | do/does not sell to | do/does not work with | never going to | not going to happen | not gonna happen
      went with another/someone/a | chose another/a different | no go | not buying | not moving forward | not be moving forward
      not considering | would rather not | ^ hell no | ^ absolutely not | ^ no way | not open to`,
  },
  {
    topic: 'refuse',
    weight: 3,
    list: `all set | not looking | wrong company | out of business | happy with our/what/the/my | ^ no $ | ^ no no | not at this time
      not at this point | no budget | do/does not have * budget/bandwidth/time/need | can not afford | under contract | locked into
      this is spam | not a priority | not a match | do/does not see a/the/how | do/does not do * business | do/does not apply
      taken care of | going/gonna/happy/plan/prefer/rather/will to? stay/stick with | staying/sticking with | does/do this already | already does/do this/it/that | not convinced | have it covered | got it covered | not worth | no plans to | 👎 | too expensive`,
  },
  {
    topic: 'refuse',
    weight: 2.5,
    list: 'not right now | not now | not currently | not today | we/i are/am good $ | ^ i am good | ^ we are good $ | bad/wrong time | pass for now | pass at',
  },
]

const STOP: readonly CueGroup[] = [
  {
    topic: 'stop',
    weight: 5,
    list: `unsubscribe | unsub | remove me/us/my/this/our | ^ please? remove $ | take me/us/my off | opt me? out | opt-out
      stop * emailing/contacting/messaging/spamming/writing/emails/bothering/harassing | stop sending me/us/these/this/emails/your | ^ please? stop $
      do not contact/email/message/write/bother * again? me/us/this/again | do not send me/us any/anything/more/emails/these | never contact/email
      do not ever contact/email | quit emailing/contacting/sending/spamming/bothering/messaging | leave me/us alone | lose my | delete my/me/our | cease and desist
      no more emails/mail/messages | off your/this/the * list | off of your/this/the * list | reported/reporting/report/flagged/marked * spam
      go away | fuck off | piss off | get lost | block/blocking/blocked you/this | removed from your/this/the | off this thread
      do not want * emails/messages | no longer wish/want * receive/get/hear | not wish to receive | do not wish to receive`,
  },
  {
    topic: 'stop',
    weight: 2,
    list: 'do not call me/us | gdpr | ccpa | can-spam | unsolicited | please do not send | cease',
  },
]

const AWAY: readonly CueGroup[] = [
  {
    topic: 'away',
    weight: 4,
    list: `out of office | out of the office | out of our office | ooo | away from my/the desk/office/email/computer
      on vacation/pto/holiday/leave/sabbatical/fmla | on * leave | on jury duty | auto reply | autoreply | auto-reply | automatic reply
      automated reply/response/message/email | auto-response | automatic response | currently out/away | currently on * leave
      office is/are/will closed | office/offices will be closed | offices are closed | be out until/through/from/starting`,
  },
  {
    topic: 'away',
    weight: 3,
    list: `limited/no/intermittent/sporadic email/internet? access | away until/till/through/from | on/upon my return | when i return | when i am back | return/returning to the office
      i will return | i will be returning | back in the office | in my absence | while i am away/out | not be checking | not monitored | be away`,
  },
  {
    topic: 'away',
    weight: 2,
    list: `returning on | i will be back | currently traveling/travelling | if this is * urgent | for urgent | urgent matters | immediate assistance
      respond/reply to your/you * when/upon/as | we have received your | has been received | limited availability | slow to respond`,
  },
]

const REST: readonly CueGroup[] = [
  {
    topic: 'gone',
    weight: 5,
    list: `no longer with/at/work/works/working/employed/here/part | am/is no longer in/the/responsible/handling | has/have left the/this/our
      left the/our company/organization/district/firm/team/agency/business | have/has retired | am/is retired | moved on from | my last day
      was my last day | position has been eliminated | left * last week/month/year`,
  },
  {
    topic: 'handoff',
    weight: 4,
    list: `not the right/best/correct person/contact/one | wrong person/contact/guy | right/best/better/correct/proper/main person/contact/point
      please contact/reach/email/direct/speak/talk/connect/call/try/loop * instead? | should/want/need to? talk/speak/contact/reach/email/connect
      you can/could/may talk/speak/contact/reach/email/connect | reach out to | get in touch with | refer you/this | will take it from here
      can take it from here | is your best/guy/person | handles/manages/oversees/runs/owns/leads/covers * this/that/these/our/all/such/procurement/partnerships
      in charge of | responsible for | taken/took over | my replacement | replaced me | not my area/department/responsibility/call/decision
      do/does not handle | better suited | introduce/connect you to/with | who handles/manages/oversees/runs/owns/leads/heads | contact * instead | handled by | who you need/want/should | goes through | defer to | is/are now the/our | do/does not make * decisions/decision
      would be the person/one/right/best | is the person/one/right/best/decision | makes those/these/the decisions | talk/speak to/with my/our
      contact my/our | email my/our | try my/our | ask for`,
  },
  {
    topic: 'handoff',
    weight: 1.5,
    list: 'forwarded/forwarding/passed/passing/handed/handing * to | cc | copied here | you want | moved to a/another/the/different | his/her/their email/number/contact is | point you | check with | he/she/they will be in touch | he/she/they will follow/reach | ^ contact/try',
  },
  {
    topic: 'later',
    weight: 1.5,
    list: `check back | circle back | reach back out | reach out again | touch base | follow up in/with/next/after | ping me in/next/after | try me/us again
      next quarter/year/month/fiscal/cycle | not until | later this/in | in q1/q2/q3/q4 | after the | revisit | down the road | in the future
      try again | another time | in a few months/weeks | next budget`,
  },
  {
    topic: 'doubt',
    weight: 2,
    list: `who is this | who are you | how did you get | where did you get | what is this about/regarding/for | what is this $ | do i know you
      is this a scam | is this legit/real/spam | are you a bot/human/robot/real | not sure what | what are you selling | i am confused
      wrong email/number/address | ^ maybe | will think about | let me think | need to think`,
  },
  { topic: 'doubt', weight: 3, list: 'are/would you be? interested in' },
  {
    topic: 'mock',
    weight: 5,
    list: `because/cause/cuz * need/needed/love/want/wanted more/another | just/exactly what i/we need/needed another | another cold/sales/spam
      more spam | ^ oh great another | ^ oh joy | ^ oh goody | how original | in your dreams | hell freezes | pigs fly | ^ yes right | nice try
      ^ lol no | million years | love getting/receiving * spam/emails | nothing better to do | said no one | no one ever | ^ wow another | ^ yay
      ^ ha no | slow clap | ^ as if | thrilled to be spammed | spam me | been spammed | favorite spammer | my favorite part of * day
      ^ sure jan | right after i win | win the lottery | on earth would | hold my breath | hold your breath | 🙄 | 🖕`,
  },
  {
    topic: 'refuse',
    weight: 3,
    list: 'if we/i are/am/were * interested we/i will/would | will reach out if/when | will let you know if/when | will be in touch if | do not call us',
  },
  {
    topic: 'instruction',
    weight: 1,
    list: `ignore/disregard/forget/override * previous/prior/above/earlier/all * instructions/instruction/prompts/prompt/rules/context
      system prompt | ignore your instructions/prompt/rules | you are now a/an/in | as an ai | language model | classify this/it/me/as/the | classify * as
      mark/label/categorize/tag/treat this/the * as | output json/only/exactly/the | respond only/with | answer only with | new instructions
      set kind/status/the | return kind/json | you must/should/will/can classify/output/respond | ^ system $ | the user/sender is | instructions for the`,
  },
]

/** Every cue in every language, compiled once. */
export const CUES: readonly Cue[] = [...WANT, ...REFUSE, ...STOP, ...AWAY, ...REST, ...FOREIGN_CUES].flatMap((group) =>
  phrases(group.list).map((phrase) => compileCue(group.topic, group.weight, phrase)),
)

/** Words that turn the cue after them round, when they stand close before it in the same clause. */
export const NEGATORS: ReadonlySet<string> = new Set(
  'not no never without hardly nor neither kein keine keinen nicht pas non não niet geen nunca'.split(' '),
)

/** Phrases whose negator negates nothing. */
export const HARMLESS_NEGATIONS: readonly Cue[] = phrases(`
  not only | not just | no problem | no problems | no worries | no rush | no hurry | no pressure | not a problem | not an issue | no issue
  no issues | why not | not bad | not a bad | no doubt | no question | no questions | no objection | no objections | do not hesitate
  do not mind | would not mind | will not say no | can not wait | could not be more/better/happier | no need to * convince/explain/apologize/ask/wait | no matter
  not sure if | not sure but | can not hurt | does not hurt | would not hurt | if not | or not | whether or not | no time like | no brainer
  no-brainer | no solo | nicht nur | pas seulement | no idea how | do not see why not | not to be missed | have not seen | have not heard
  no strings | no obligation | not too late | not yet`).map((phrase) => compileCue('want', 0, phrase))

/** How the subject of a machine's answer begins. */
export const AUTOMATIC_SUBJECTS: readonly string[] = phrases(`
  automatic reply | automatic response | auto reply | auto-reply | autoreply | auto: | auto response | automated | out of office
  out of the office | ooo | on vacation | on leave | away: | vacation | abwesend | abwesenheit | automatische antwort | réponse automatique
  absence | respuesta automática | respuesta automatica | fuera de | resposta automática | risposta automatica | fuori ufficio
  automatisch antwoord | afwezig | autosvar | frånvaro | automatyczna odpowiedź`)
