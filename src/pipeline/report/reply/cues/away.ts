import type { TopicGroup } from './topics.ts'

/** Absences, for a while and for good, and mail that no person wrote. */
export const AWAY: readonly TopicGroup[] = [
  {
    topic: 'away',
    weight: 4,
    list: `out of office | out of the office | out of our office | ooo | away from my/the * desk/office/email/computer/inbox
      on vacation/pto/holiday/holidays/leave/sabbatical/fmla/annual/paternity/maternity | on * leave | on jury duty
      auto reply | autoreply | auto-reply | automatic reply | automated reply/response/message/email | auto-response
      automatic response | currently out/away/traveling/travelling | currently on * leave | office is/are/will closed
      office/offices will be closed | offices are closed | be out until/through/from/starting/of/on/for/this/next
      am out until/through/from/of/on/for/this/next/today/sick | my? day off | days off | off work
      off today/this/until/on/sick | off for the | taking * time/days off | sick day/leave
      at * conference/training/offsite until/through/all
      closed for * holiday/holidays/break/thanksgiving/christmas/maintenance`,
  },
  {
    topic: 'away',
    weight: 3,
    list: `limited/no/intermittent/sporadic/little/spotty/without email/internet/phone? access/connectivity
      away until/till/through/from/on/for/this | on/upon my return | when/once/after/as i return | when i am back
      return~ to the? office/work | i will return | i will be returning | back in the? office | back at work/my
      in my absence | while i am away/out | not be checking | not checking/monitoring | not monitored | unmonitored
      be away | i will reply/respond/answer * <when>/when/once/upon/after/next
      will get back to you when/once/upon/after/next | i work/am mon/monday/tue/tuesday/wed/part | part-time
      do not work on | sick today | off sick | out sick | next working/business day | work part part-time? time?
      honeymoon | on the road until/through/till | back in * weeks | off the grid
      unavailable until/through/from/this/for | in meetings/court/training/class/surgery all/until/through/for
      reply/respond/answer tomorrow/monday/tomorrow | replies/responses will/may be slow/delayed
      vacation mode/responder | expect * delay/delayed | catch up on/when | away at | i am * until/till/through <date>
      check/checking * email/mail/messages/inbox once/twice/infrequently/periodically/occasionally/sporadically
      attending * training/conference/event | traveling/travelling until/through/internationally/abroad
      abroad until/through | jury duty | bereavement | en route`,
  },
  {
    topic: 'away',
    weight: 2,
    list: `returning on | i will be back | back <day>/tomorrow/on/next | currently traveling/travelling
      if this? is? it? * urgent | for * urgent | urgent matters/matter/inquiries/needs/issues/requests | back <number>
      immediate assistance | respond/reply to your/you * when/upon/as | we have received your | has been received
      limited availability | slow to respond | delayed response/responses | will be delayed`,
  },
  {
    topic: 'gone',
    weight: 5,
    list: `no longer with/at/work/works/working/employed/here/part/an | am/is no longer in/the/responsible/handling
      has/have left the/this/our/us | not with us anymore | not with the company
      left the/our company/organization/district/firm/team/agency/business | have/has * retired | am/is * retired
      moved on from | has/have moved on | my last day | parted ways | has/have departed | was my last day
      position has been eliminated
      left * last/in week/month/year/january/february/march/april/may/june/july/august/september/october/november/december
      does/do not work here | is/are not * employed | former/ex employee | laid off`,
  },
]

/** A bounce, a ticket number, a spam filter: no person has read our mail yet. */
export const MACHINE: readonly TopicGroup[] = [
  {
    topic: 'machine',
    weight: 4,
    list: `delivery has failed | delivery status notification | delivery failure/failed/incomplete | undeliverable
      undelivered | could not be delivered | was not delivered/delivered | returned mail | mailer-daemon | mail delivery
      address not found | recipient address rejected | user unknown | mailbox * full/unavailable | address you entered
      no such user | remote server | message blocked | not be found | quarantined
      has/have been quarantined/held/blocked | verify that? you/your * human/sender/address/email
      click/follow * verify/confirm/release/link | spam filter/protection | sender verification | approved senders
      ticket/case/request/inquiry/reference * number/id
      ticket/case/request/inquiry has been created/opened/logged/received/assigned/submitted | your ticket/case
      do not reply to this | no-reply | noreply`,
  },
]
