import type { TopicGroup } from './topics.ts'

/** Somebody else is the one to talk to. */
export const HANDOFF: readonly TopicGroup[] = [
  {
    topic: 'handoff',
    weight: 4,
    list: `not * right/best/correct/proper person/contact/one/guy/department/dept/team/desk/place/address/gal
      wrong person/contact/guy/gal/department/dept/desk/team/division/one/door
      right/best/better/correct/proper/main/appropriate person/contact/point/place/department | not me
      not something i handle/deal/do/manage/own/decide/work
      not my area/department/dept/division/responsibility/call/decision/job/role/world/lane/remit/thing/desk/team/bag/purview
      above my pay | outside/out/not of/in my lane/remit/scope/wheelhouse/purview/area | someone else | somebody else
      i do not handle/manage/buy/make/decide/purchase/oversee
      i do not do/run/work/deal/own/cover/sell * this/that/these/it/with/on/procurement/purchasing | do/does not handle
      nothing to do with | not involved | no longer handle/handles/manage/own/my
      please contact/reach/email/speak/talk/connect/call/try/loop/message/ask/ping/write <Name>/my/our/to/instead/out/with
      please direct/route/address/redirect/send/forward * to <Name>/my/our/him/her/them/that
      please direct/route/address all/any/your/this/such/future | try/contact/email/call/ask/message/ping/see <Name>
      talk/speak/chat/touch/speaking/talking to/with <Name>
      you should/need/want/must/will/would/may/might to? want/need/talk/speak/contact/reach/email/connect/try/ask/call/chat/write/look/be
      best to contact/reach/email/talk/speak/ask/connect/call
      you can/could/may/might talk/speak/contact/reach/email/connect/try/ask/call | reach out to
      reach/reached/reaching <Name> | get in touch with | refer you/this/your/all
      redirect/redirecting/direct/directing/route/routing/steer * to | take/takes/taking it from here
      take/takes/taking over | send/forward/direct/route/address/redirect/email * to <email>
      send/forward/direct/route/address/email/mail this/these/that * to <email>/our/my
      send/forward/direct/route/address * to our/my * inbox/team/desk/department/address | <email> is/handles/manages
      try/contact/use/email <email> | is your best/guy/person/man/gal/woman/contact/point
      is the guy/gal/contact/lead/owner/buyer/man/woman/point/go-to
      handles/manages/oversees/runs/owns/leads/heads/covers/decides * this/that/these/those/our/all/such/procurement/partnerships/on/the/public/sled/government
      looks after | takes care of | deals with | calls the shots | in charge of | responsible for
      is/be/sounds/looks one? for <Name>/our/my/someone/somebody/another | start with <Name>/our | better off with
      be your man/woman/person/guy/contact | you are looking for is | you want/need is | you want/need <Name>
      looking for my/our <role>/<Name>/brother/sister/husband/wife/colleague/dad/father/son/partner
      go/goes/going/shifted/belong/belongs/shifts to/with <Name> | requests/questions/inquiries/matters/enquiries * to
      try him/her/them | go through our/the/my | have to go through
      ask/try/email/contact our/the * desk/team/department/inbox | is your man/woman
      deal/work/coordinate/liaise/follow/take * with him/her/them/<Name> | forwarded/passed/sent to <Name>
      taken/took over | moved over? to/into | switched to | my/his/her/the replacement/successor | replaced me
      i was replaced | better suited/placed/positioned | introduce/connect/introducing/connecting/put you to/with/in
      meet <Name> | contact/try/email * instead | handled/managed/run/owned/led by | who you need/want/should
      goes through/to | belongs to/with | falls to/under/on/with | sits with/under/in | defer to | is/are now the/our
      do/does not make * decisions/decision/call/calls
      would/will/might be the/your/our/a * person/one/right/best/contact/point/better | is the? person/one/decision
      is the? right/best/better/correct person/contact/one/guy/point/place/team/man/woman/address
      makes those/these/the/all/such decisions/calls | talk/speak to/with my/our | over to <Name>/my/our/him/her/them
      his/her/their territory/area/department/decision/call/thing/baby/turf | should/must/ought go to | contact my/our
      email my/our | try my/our | ask for | ask my/our | <Name> is the/your/our/who/responsible/in
      <Name> would/will/might be the/your/our/a | our/the/my <role> is <Name> | our/the/my * <role> is <Name>
      that/it would/will be <Name> | that/it is <Name> | have/has moved to
      moved/transferred/switched to a/another/the/different | i am no longer | changed roles/jobs/teams
      new role/position/job/contact`,
  },
  {
    topic: 'handoff',
    weight: 1.5,
    list: `forward~/passed/passing/handed/handing/sent/sending * to | cc/ccing/ccd | copied here
      copying/copied/looping/looped/adding/added <Name> | you want | his/her/their email/number/contact is | point you
      check with | he/she/they will be in touch | he/she/they will follow/reach/know | ^ contact/try
      i am just/only/merely a/an/the | i am/work/sit in? <field> | <Name> does/buys/evaluates/approves/reviews
      <Name> and his/her/their team/group | i only/just/mostly cover/do/handle/work/sell * | cover * only
      would/might know | he/she is our/the/in | <Name> in/from/on <field>/our | talk/speak to | head/heads/heading of/up`,
  },
  {
    topic: 'later',
    weight: 1.5,
    list: `check back | circle back | reach back out | reach out again | touch base | follow up in/with/next/after
      ping me in/next/after | try me/us again | get back to me/us in/next/after | next quarter/year/month/fiscal/cycle
      not until | later this/in | in q1/q2/q3/q4 | after the | revisit | down the road | in the future | try again
      another time | in a few months/weeks | next budget | once we/the/our
      after * launch/holidays/summer/election/merger | come back in/next`,
  },
]

/** Where a cue of that topic does not mean it: the writer speaks of himself, of us, or of what he wants to know. */
export const EXEMPTIONS: readonly TopicGroup[] = [
  {
    topic: 'handoff',
    weight: 0,
    list: `i/we am/are/was responsible for | i/we am/are in charge of | i/we handle/manage/oversee/run/own/lead/head/cover
      have/got/found/reached/at * right person/place/guy/contact/one/team
      as the person/one/lead/owner/guy * responsible/in for? | me at <email> | my email/address is <email> | i am the
      i am the/your * right/best/person/one/contact/decision/guy/lead/owner | am i the right
      please contact/reach/email/call/connect/try/message/ping/ask/loop out? with? to? me/us
      contact/email/call/reach/ask/try me/us | ask for me/us | reached/got/have/find/found the wrong person/guy
      trying/tried/meaning to * reach/contact/email | reach out to me/us/you | reach out to a/any/the
      talk/speak/chat/connect to/with me/us/you | feel free to reach out | happy to connect/introduce
      would have to ask | reach out when/if/again/in | taken over
      you can/could/may reach/call/email/contact/text me/us
      know/see/learn/find/out/tell/identify/hear/on/about/me/us/understand/names/name * who | do you know
      who is/are * in charge/responsible | decision makers/maker | not the right * time | right/best place to start
      connect you with our | i am not * interested | we should talk/chat/connect/speak/meet
      i/we need/want to? talk/speak/connect/chat/try`,
  },
  {
    topic: 'stop',
    weight: 0,
    list: `no/not need to remove/unsubscribe/take/delete me/us? from/off? your/the? list/lists?
      do not remove/unsubscribe/take/delete me/us? from/off? your/the? list/lists? | stop by | stop in | non-stop
      nearly/almost unsubscribed | about to * unsubscribe`,
  },
  { topic: 'doubt', weight: 0, list: 'not sure what * works/day/time' },
  { topic: 'away', weight: 0, list: 'not on vacation | he/she/they is/are/will * on/out/away/back/be' },
  {
    topic: 'instruction',
    weight: 0,
    list: 'mark/label/tag/treat/rate this/it/the * as spam/junk/phishing/unsolicited',
  },
  {
    topic: 'refuse',
    weight: 0,
    list: `i do not know/recall/remember/follow | not sure | provided/unless/assuming/if * not | as long as * not
      not something i handle/deal/do/manage/own/decide/work | do not see why not | see no reason not
      if you/it/this/that do/does/is not | can not find | not * only | already have * signed | not make the
      did not make it | we/i do not have/use * yet | no longer with | all set up`,
  },
]
