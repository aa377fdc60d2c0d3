import type { TopicGroup } from './topics.ts'

/** Nothing decided: a question of identity, a mail to the wrong inbox, a person who thinks. */
export const DOUBT: readonly TopicGroup[] = [
  {
    topic: 'doubt',
    weight: 3,
    list: `who is this/that | who are you | who am i talking/speaking | how did/do you get/find/have * my/our/this/me
      where did you get/find | what is this about/regarding/for/concerning | what is this $
      what are/do you * selling/talking/want/sell | do i know you | do we know each | have we met
      is/was this a? scam/phishing | is this legit/real/spam/automated/ai/sincere
      are you a/an? bot/human/robot/real/ai/person | am i talking to a
      did you mean/intend to? send/email/reach/contact/write? this/it/that? to? me/us?
      meant/intended for someone/somebody/another/a/me | meant to send/reach/go
      wrong email/number/address/inbox/mailbox/recipient/<Name>/thread | wrong person $ | by mistake | by accident
      sent in error | in error | clicked the wrong | disregard my/that/the/this | ignore my/that/the last?
      you have the wrong | you must have | wrong company/business/firm/organization/organisation/industry/recipient
      sorry who | ^ who $ | a/an? human/person/bot/robot/machine/ai write/wrote/written/sent/behind | written by a/an
      no idea what/who/why | mistaken me | confused me with | someone else by | not sure what you | sorry what
      i am confused | confused by | are/would you be? interested in | do you guys/all/ever need/want
      do you need/want/require help/a/an/our | why me | do/does not know what/who/why
      trying to * reach/contact/email <Name> | reached/got/have the wrong
      ^ what list/email/offer/report/message/company/thing/signals | is this <Name> | you meant/mean to
      a different <Name> | another <Name> | wrong <Name> | real * or a bot/robot/machine/template
      or a bot/robot/machine | are we in contact/touch | have we spoken/talked/met | can we help you
      we * offer/provide seo | why are/did you email/emailing/contact/contacting/write/writing/reaching/sending
      remind me | do not recall/remember/follow/understand | did not understand`,
  },
  {
    topic: 'doubt',
    weight: 2,
    list: `not sure what | ^ maybe | will think about/on/it | let me think | need to think | think it over | think about it
      sleep on it | mull it | will see | we will see | ^ perhaps | ^ possibly | ^ not sure | noncommittal | undecided
      let you know | get back to you | have not decided | will consider`,
  },
  {
    topic: 'doubt',
    weight: 1,
    list: '^ received | ^ noted | ^ got it | ^ hm | ^ hmm | ^ huh | ^ what $ | ^ test $ | ^ lol | ^ haha',
  },
]

/** Text that addresses a program: what it says counts for nothing. */
export const INSTRUCTION: readonly TopicGroup[] = [
  {
    topic: 'instruction',
    weight: 1,
    list: `ignore/disregard/forget/override/bypass * previous/prior/above/earlier/all/your/the/any * instructions/instruction/prompts/prompt/rules/context/guidelines/directives
      system prompt/message/note/override/instruction | ignore your instructions/prompt/rules/programming
      forget everything | you are now a/an/in | as an ai | ai/language model/models | large language | inst
      you are a/an/the * assistant/classifier/bot/model/ai/agent/system
      to/dear/hey/attention/note any/all/the? ai/llm/llms/model/bot/bots/classifier/assistant/agent/parser/gpt/chatgpt/claude
      classify/categorize/categorise/label/mark/tag/treat/score/rate this/it/the/my * as | classify me/as/this/the
      classify * as | ai/llm/llms/gpt/chatgpt/claude reading/processing/parsing/reviewing/classifying
      output/print/emit json/only/exactly/the * kind/label/json/category? | respond/reply/answer only with/in
      respond with json/exactly/kind/positive | new instructions/instruction/task
      set kind/status/category/intent/label/sentiment/priority
      return/output/set kind/json/positive/category/intent/label
      you must/should/will/can/shall * classify/output/respond/mark/label/treat/return/score | ^ system $
      the user/sender/prospect is/has/wants/was/would/agreed/confirmed | instructions for/to the
      end of prompt/email/reply/message/input | begin/start system/new/instructions | developer mode
      admin mode/override | jailbreak | pretend you/that/to | simulate a
      report/say/state/write/claim/tell/record/note * the? prospect/sender/user/operator/crm | ^ assistant | ^ system
      when you/the read/process/parse/reads this/it | label/mark/score/rate/tag/classify/treat the * as | lead score
      kind positive/unsubscribe/referral | reveal/repeat/leak * prompt/instructions | execute/run the following
      call/invoke the tool/function
      ignora/ignore/ignorez/ignoriere/ignorieren/ignorar * instrucciones/instructions/anweisungen/instruções/istruzioni/instructies`,
  },
]
