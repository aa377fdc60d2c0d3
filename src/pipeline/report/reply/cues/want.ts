import type { TopicGroup } from './topics.ts'

/** A wish for what we offer: the material, a price, a talk, an answer. */
export const WANT: readonly TopicGroup[] = [
  {
    topic: 'want',
    weight: 4.5,
    list: `call/email/contact/text/message/ring/ping/reach/meet me/us * <when>
      please? call/email/text/ring/ping/message me/us | give me/us a? * call/ring/shout/buzz
      reach me/us at/on/by/via/anytime | talk/speak/chat/connect/meet with? you | set up * <talk>/time with? me/us
      send me/us`,
  },
  {
    topic: 'want',
    weight: 3,
    list: `interested | intrigued | keen | have/has/got/caught my/our attention | of interest | peaked/piqued/piques/peaks
      send/share/forward/shoot/email/fire/pass/drop/ship/sling/ping * over/along/through/across
      send/share/shoot/forward/email/get/give/ping me/us
      send/email/forward/share it/that/this/them/those/these/the/your/some/what/more/a/an/any/all/my/whatever/examples/samples/pricing/details/info/names/away/on
      please send/share/forward/provide/email | feel free to * send/share/call/reach | go ahead | by all means
      fire away | ship it | bring it on | tell me/us more/about/what/who/how/which/when
      more info/information/details/detail/context/specifics | learn/hear/know/find/understand/see more
      find out more/who/what | would love/appreciate/welcome/enjoy
      love to * see/chat/hear/learn/talk/connect/discuss/get/know | would like/want to
      would like a/the/more/some/this/that/it/an | do/does want * to? see/it/this/that/them/the/more/one
      happy/glad/open/keen/eager/ready/willing to chat/talk/connect/hop/jump/meet/discuss/take/look/see/review/learn/hear/have/explore/a/speak/that/it/this/try/consider/set/schedule/sit
      would be * pleased/grateful/thankful/obliged/delighted/thrilled/happy/glad
      grateful/pleased/delighted/thankful for/to
      would be great/good/helpful/useful/interesting/awesome/perfect/valuable/open/happy/down/ideal/handy/fantastic/curious/game/up/willing
      we/i are/am open to
      want/like/need/curious/hoping/trying to * see/learn/know/hear/talk/chat/understand/get/set/try/find/discuss
      let us talk/chat/connect/do/set/schedule/meet/book/find/get/line
      let us hop/jump/discuss/see/try/go/plan/speak/look/have/sync | set up a/some * call/time/meeting/demo/chat
      walk me/us/our/my | show me/us | call me | ring me | text me | reach me at/on | my cell/number/mobile/direct is
      see it in action | my calendar | grab time/a/any/some
      can/could/would/will you please? send/share/forward/email/provide/show/walk/call/resend/tell/get/give/put/pull/help/do/include/break/run/explain/tailor/narrow/add
      how much/often/many | pricing | what * cost/price | what is/are the? your? price/cost/catch/pricing/fee
      price range/point | how does/would/do * work | how does it/this/that/your | i will bite | sign me/us up
      count me/us in | exactly what we/i need/needed/want | been looking for | we/i are/am looking for/at/to/into
      looking for something like | when can/could/should/would you/we/i | not opposed | you had me
      needed this/something/that | is it possible/there | would it be possible | go for it | ^ proceed
      would like that/this/it | give it/this/that a shot/try/whirl/go/look | all ears | am listening | hit me with
      lay it on | where do i/we sign | how soon | how do we/i | what is included/next/involved/required
      set it/something up | please call me/us/my
      please include/set/schedule/add/share/explain/advise/book/tell/show/resend/let | am down | down to/for
      could/would benefit | need help with | got me curious | say more | go on $ | do tell
      can/could/may we/i get/see/have/try | in the market for | can not wait to | would not mind | do not mind
      worth a/talking/exploring/seeing/discussing/my/our/some | ask away
      when/what time/times/day/days * work/works/good/available/free/talk/chat/call/meet/suits | talk/speak to you/your
      we should talk/chat/connect/meet/speak | take you up on | book me/us/it | i am/will be? your/the man/guy/person
      yes to | ^ send $ | ^ go $ | ^ more please? $ | ^ more * please $ | we/i need to talk
      let me see/have * look/list/it/them/one | mind sharing/sending/telling/showing/explaining | ^ continue
      ^ feed/sell/convince/impress/wow/persuade me | send * <number>/something/whatever/everything/anything/those/these
      prove me wrong | send to me | me and to? <Name>/my/our | us both | both of us | have a closer look
      next step/steps | love a/an/some | put us/me down
      please elaborate/explain/advise/expand/clarify/quote/price/break/split/put/bring/prepare/start/continue/describe/outline/specify/attach/confirm/list/proceed/walk/keep/save/reserve
      ^ break/split/bring/put/quote/surprise/try/start it/them/me/us/on/with/out/this/that | would welcome
      welcome/appreciate a/an/any/the/this/that | listening | keep/put * on my/our calendar`,
  },
  {
    topic: 'want',
    weight: 2,
    list: `sounds good/great/interesting/like/perfect/promising/fine/useful/helpful/fantastic/amazing/intriguing/cool/awesome/fun/right/lovely/brilliant/excellent/worthwhile
      that/it/this/which would? work/works * | works for me/us | works on my/our end
      looks good/great/interesting/useful/promising/helpful/handy | ^ yes | ^ sure | ^ but? absolutely | definitely
      certainly | of course | for sure | please do | ^ please $ | ^ but? yes $ | ^ indeed $ | ^ agreed | ^ done $
      ^ confirmed | ^ deal $ | ^ perfect $ | ^ great $ | ^ lovely | ^ excellent | ^ brilliant | why not | curious
      take a * look | check it/this/that out | have a * look | willing to | ^ affirmative
      am/are free/available/open/around
      free/available/open on/next/this? monday/tuesday/wednesday/thursday/friday/week/morning/afternoon/tomorrow
      how about | can/could we talk/chat/meet/do/set/schedule/connect/speak/hop/jump/get/see/discuss/book/move/push
      are you free/available/around | we could use | we/i need it/this/that/them/these/something/more/your/the
      we/i want the/that/it/to/your/more/those/this/one/some/in | would not say no | will not say no | not a no
      good/great/perfect/impeccable timing | timing is * good/great/perfect | timely | trial | demo
      moving? move? forward with/on/together | am/are game | am/are in $
      do/does you/it/this have/cover/offer/support/work/integrate/track/include/do/show/provide/handle
      what/who do you have/see/offer/cover/track | what/which states/districts/data/cities/counties/buyers/ones
      what have/had you got | we need | help us | 👍 | 👌 | ✅ | 🙌 | 💯 | 🔥 | love it/this/that | like it/this/the/what
      this is great/awesome/perfect/helpful/useful/good/exciting | proposal | quote | one-pager | put together
      looking forward to | schedule a/some/time/something | book a/some/time/something
      talk/chat/speak/meet/call tomorrow/today/monday/tuesday/wednesday/thursday/friday/next/this | ^ y $ | i am in $
      can/could/would/does not hurt | pencil me/us/it | be my guest | right up our/my alley | hits home | spot on
      music to my ears | right on time | twist my arm | ^ fine $ | go on then | then yes | only if it/you/this
      what/where/who/which/how does/do/did/are/is/would the/these/those/this/it/you/your | what makes | pay * for
      could/might use | would/might/may help | in $ | try * out | we/i do want | fair enough | shoot`,
  },
  {
    topic: 'want',
    weight: 1.5,
    list: `yes | answer is yes | all yours | something here/there | a fool not
      asked/told/wants me to get/find/look/ask/contact/reach/reply/learn | all for it/this | ^ do it/this $
      take it/them/one $ | send yours | let us explore/start/begin/try | are our/my focus | can/could you
      wants a/to/the | let me know | keep me/us | walkthrough | presentation | happy to | ^ ok | ^ interesting
      ^ cool $ | ^ nice $ | makes sense | evaluating | forward it/this to | ^ anytime
      appreciate you/the reaching/note/outreach | loop~ | adding/copying/ccing/ccd/copied | open to | useful | helpful
      relevant to us/me | ^ fine | no objection/objections | i guess | ^ great | ^ perfect
      ^ good | ^ awesome | would/will be * on/joining | we are * expanding/growing/bidding/pursuing/targeting/hunting
      we compete | available | i could be | could be * interesting | potentially
      if it/you/that is/are * relevant/good/real`,
  },
]
