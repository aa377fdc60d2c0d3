import type { TopicGroup } from './topics.ts'

/** A refusal, serious, mocking, or addressed to the list itself. */
export const REFUSE: readonly TopicGroup[] = [
  {
    topic: 'refuse',
    weight: 4,
    list: `not * interested | no interest | no longer interested | uninterested | not of * interest | not a * fit
      not the right fit | not for us/me/our | not relevant/applicable | irrelevant | not something we/i
      no longer pursuing/doing/selling/offering/using/looking/working | could not be less | could not care less
      can not say * interested | do/does not care
      do/did/build/built/developed/handle/run/have/has this/it/that/these/our * ourselves/internally/in-house | no thank
      not what we/i | nothing for us | a no from | it is a? no | not for * company
      do/does not do/serve/touch/target/sell/pursue * public/government/gov/sled/schools/k-12/govt/districts/municipalities/cities
      no thanks | no thank you | thanks but no | but no $ | but no thanks | we/i will * pass | have/going to pass
      hard pass | ^ pass $ | ^ pass on | ^ pass | going to pass | not in the market | do/does/did not * want
      have no need | no * need for | no need $ | do/does not need | not needed | no use for | not required
      not necessary
      already have/use/using/work/working/got/get/subscribe/buy/bought/pay/paying/a/an/our/this/someone/something/vendor/solution/with
      already covered | respectfully decline | decline | waste of/my/our * time | wasting my/our/your
      do/does not sell * to/into | do/does not work with | never going to | not going to happen
      went/gone/going with another/someone/a/something | chose/choose/picked/selected/signed another/a/someone/with
      no go | not buying | not * moving/going forward | not be moving/pursuing/proceeding/going/interested/needing
      not pursuing/proceeding | not considering | would rather not | ^ hell no | ^ absolutely not | ^ no way
      not open to | ^ not * thanks | count me/us out | says/said no | thumbs down
      pulled/pulling/exited/exiting/got/getting out of | out of the * business | stopped/quit selling
      we/i have no * use/need/interest | no appetite | not worth * time | still no $ | have/got/need/going to say no
      saying/said no | i say no | have * in hand/sorted/handled | let us not | no capacity/room/resources/reason/time
      hands are * full | we outsource | can/could/will do without | killed/froze/frozen/cut all/any/our/new *
      ^ will/would not | dropped it | a hard/firm/definite/polite/no/solid/big/clear/resounding/quick no | ^ yes no
      sit/sitting this/it out | sit/sitting this one out | already/can/we/i get * from our
      chose/chosen/selected/picked/signed another/someone/a/somebody
      only do/handle/serve residential/commercial/private/federal/consumer/healthcare/retail
      zero/little/limited/minimal need/interest/use/appetite/value/demand | hold/holding off | passing $
      passing on/for | pass for/at | a pass | decided/deciding/voted/chosen/elected against/not
      stick/sticking/staying/stay to/with/put | signed/went/gone/partnered with <Name>/a/another/your
      do/does/did not think/believe/feel/see * fit/match/need/relevant/right/for/worth/value/makes/make/this
      do/does not make sense | no sense | doing fine/ok/well without | close my/our/the file
      stopped/quit bidding/selling/pursuing/doing/working/responding | no longer bid/bidding/sell/do/pursue
      not * hiring/adding/evaluating/considering/onboarding/buying/exploring/taking/reviewing/accepting/seeking
      pipeline/plate/calendar/roster is * full | have our own
      someone/somebody/person/team/people internally/in-house/already
      we are * covered/set/happy/content/satisfied/taken | leave/leaving it there/here | not ever
      renewed/extended/resigned/re-signed with | fail to see | winding/wound/closing/shutting down? * our | hated it
      on our own | already know/knew/follow/cover/handle/track/get/receive/monitor
      would rather <Name>? chew/eat/die/watch | not go/going any further
      not proceed/pursue/engage/continue/participate | rather not | no from/for us/me | not today | of no use
      nothing here | not something`,
  },
  {
    topic: 'refuse',
    weight: 3,
    list: `all set | not looking | out of business | happy/satisfied/content with our/what/the/my/them/how/existing/current
      ^ no $ | ^ no no | not at this time/point/moment/stage | not * time for us | no budget/money/funds/bandwidth
      do/does not have * budget/bandwidth/time/need/money/appetite | can not afford | under contract | locked into
      tied into | this is spam | not * priority | not a match | do/does not see a/the/how/why/value/any
      do/does not do * business | do/does not apply/concern | taken care of
      going/happy/plan/prefer/rather/will to? stay/stick with | staying/sticking with | does/do this already
      already does/do this/it/that | not convinced | have it covered | got it covered | covered already | not worth
      no plans to | 👎 | too expensive/pricey
      we/i do/did/have/are not make/made/sell/build/offer/provide/manufacture/do/use/buy/bid/respond/work/touch/operate/handle/care
      do your homework | we are good $ | we are good here/for/on/thanks | i am good $ | i am good thanks | not right for
      please stop | no desire | bad fit | poor fit | not aligned | not in scope
      outside of? our scope/market/focus/wheelhouse
      we/i only/just sell/work/serve * businesses/companies/consumers/restaurants/retail/enterprise/private/commercial/b2b/hospitals
      neither/none worked | did not work | no luck with | best/good of? luck
      not our/my thing/market/space/business/world/industry | never * work/worked | too small/big/early/busy for
      do not have the * resources/people/staff/capacity/cycles | wrong market/industry/sector
      another/different direction | have someone for | not this year/quarter/time`,
  },
  {
    topic: 'refuse',
    weight: 2,
    list: `we/i/it/this/that/they do/does/did/can/will/would/could/are/am/is/have/has not | there is no | we/i have no
      is no $ | a no $ | ^ no $ | not a chance | no chance | no way | no dice | no use | frozen | on hold | on pause
      paused | ^ wow so | got * wrong | get that/this/these/it from/through | outside what | falls outside | out of our
      disaster | terrible | awful | horrible | useless | enough * lists/leads/data/emails/vendors/tools | get * for free
      too many | we good $ | we are good | had enough | ship has sailed | bold of you`,
  },
  {
    topic: 'refuse',
    weight: 3,
    list: `if we/i are/am/were * interested we/i will/would | will reach out if/when | will let you know if/when
      will be in touch if | do not call us`,
  },
  {
    topic: 'mock',
    weight: 5,
    list: `because/cause/cuz * need/needed/love/want/wanted more/another
      just/exactly what i/we/everybody need/needed/wanted * another | another cold/sales/spam/generic/robot/automated
      ^ more * generated/automated/prospecting/slop/spam | more spam | ^ oh great another | ^ oh joy
      ^ oh good/great/wonderful/fantastic/look/boy more/another/yet | had a dollar/nickel/dime/penny/euro | ^ oh goody
      how original/personal/thoughtful | in your dreams | hell freezes | pigs fly/fly | ^ yes right | nice try
      ^ lol no | million years | love getting/receiving * spam/emails | nothing better to do | said no one | no one ever
      ^ wow another | ^ yay | ^ ha no | slow clap | ^ as if | thrilled to be spammed | spam me | been spammed
      favorite/favourite spammer | my favorite/favourite part of * day | ^ sure jan | right after i win
      win the lottery | on earth would | hold my breath | hold your breath | 🙄 | 🖕 | 🤡 | riveting | be still my
      do your homework | read/reading the room | let me guess | get a life | bless your heart | cool story | yawn
      nobody asked | who asked | ^ hilarious | what a joke | joke of | made my day * not | thanks for nothing
      right to/in/into the trash/bin | straight to/into * trash/spam/bin | drop everything | cancel all my | said nobody
      feel/feeling * special | another day another | why would i/we/anyone need/want/pay/care/buy | who cares
      what a * surprise/shock/coincidence | how * exciting/charming/lovely/flattering | mail merge | congrats on
      wow a/an | gee thanks | 4th/5th/6th/10th/fifth/tenth/third/fourth/hundredth/100th vendor/email/message/pitch/one
      template $ | ai/robot/bot/automated/generated/chatgpt email/slop/drivel/nonsense | nice template/template/merge
      love/loving how you/these | congratulations on | be still`,
  },
]

/** A wish to be left alone, in the words of people and of law. */
export const STOP: readonly TopicGroup[] = [
  {
    topic: 'stop',
    weight: 5,
    list: `unsubscribe | remove/delete/drop/strike/scrub/take me/us/my/this/our/myself * off/from
      remove me/us/my/this/our/myself/all | ^ please? remove $ | take me/us/my/this off | opt me/us? out | opt-out
      opting out | opted out
      stop * emailing/contacting/messaging/spamming/writing/emails/bothering/harassing/mailing/soliciting/reaching/pestering/calling
      stop sending me/us/these/this/emails/your/it | ^ please? stop $ | stop this/these/it $ | make it stop
      do not contact/email/message/write/bother/mail/solicit * again? me/us/this/again
      do not * send me/us any/anything/more/emails/these | never contact/email/write/message | do not ever contact/email
      quit emailing/contacting/sending/spamming/bothering/messaging | leave me/us alone | lose my/our/this
      delete/erase/purge/destroy/wipe/expunge me/my/our/us/all/any/every/myself | refrain from
      remove/unsubscribe please | no more of this/these/those | no more $ | do/does not have/has * permission/consent
      without * permission/consent | do not * follow up/again | do not reach out/again | do not ever again
      get off this/your/the list | be removed/unsubscribed | asked * to be removed/unsubscribed/taken | be taken off
      ^ remove it/them/us/me $ | not accept * solicitations/solicitation | report you to/for | will report/block you
      out of this/your/the * list | remove from | discontinue~
      cease/stop/discontinue/quit/halt * contacting/emailing/messaging/writing/calling
      never email/contact/write/message | erasure | do not solicit | unlist | retirez/retirer/supprimez/supprimer
      delete it/them $ | enough stop | stop this | cut it out | knock it off | cease and desist
      cease all/any/contact/sending/communication/further | no more emails/mail/messages/outreach/contact
      off your/this/the * list/lists | off of your/this/the * list
      reported/reporting/report/flagged/flag/mark/marked/marking/flagging * spam/phishing/junk | go away | fuck off | piss off
      get lost | bugger off | block~ you/this/your/the/sender | removed from your/this/the/all | off this thread
      from your * list/lists/database/mailings/crm/records/system/systems/outreach/campaign/sequence
      do not want * emails/messages/mail/contacted | no longer wish/want/consent * receive/get/hear/contacted
      not wish to receive/be/hear | not consent | never gave * consent/permission | did not consent/sign/opt/subscribe
      never signed/opted/subscribed | withdraw~/revoke~ * consent/permission | right to erasure/object/be
      right of erasure | data subject | object to * processing/use/marketing | suppression list | do-not-contact
      do not contact list | no further contact/emails/communication/communications/messages/correspondence
      purge/erase/expunge * data/details/records/address/information/colleagues/everyone | cancel my subscription
      end this subscription`,
  },
  {
    topic: 'stop',
    weight: 2,
    list: `do not call me/us | gdpr | ccpa | can-spam | casl | unsolicited | please do not send | cease | legal action
      attorney general | spamming | our lawyer/lawyers/attorney/counsel/legal`,
  },
]
