import * as fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { createReplyStripper, stripByRules } from '../../../src/pipeline/report/reply/strip-reply.ts'

const stripper = createReplyStripper({ timeLimitMs: 60_000 })
afterAll(() => stripper.stop())

const QUOTE = 'On Mon, Nov 2, 2026 at 10:01 AM Sam Ito <sam@starbridge.example> wrote:\n> Hi Dana,\n> want a report?'
const SIGNED = `Thanks,\nDana Reyes\nVP of Sales, Fernmill\n(512) 555-0100`

/** Raw text and what is left of it, by the library and by the rules alike. */
const CASES: [string, string, string][] = [
  ['signature and Gmail quote', `Yes, send it over.\n\n${SIGNED}\n\n${QUOTE}`, 'Yes, send it over.'],
  [
    'a wrapped quote header',
    'Sure.\n\nOn Mon, Nov 2, 2026 at 10:01 AM Sam Ito\n<sam@starbridge.example> wrote:\n\n> hi',
    'Sure.',
  ],
  [
    'answers between quoted lines',
    `${QUOTE}\nYes please\n> when?\nTuesday 2pm ET works`,
    'Yes please\nTuesday 2pm ET works',
  ],
  [
    'Outlook block',
    'Yes please\n\nFrom: Sam Ito <sam@x.example>\nSent: Monday\nTo: Dana\nSubject: hi\n\nHi Dana',
    'Yes please',
  ],
  [
    'Outlook block after a rule, no address',
    'Sure.\n\n________________________________\nFrom: Sam Ito\nSent: Monday\nTo: Dana\n\ntext',
    'Sure.',
  ],
  ['original message', 'Go ahead.\n\n-----Original Message-----\nFrom: Sam\n\ntext', 'Go ahead.'],
  [
    'French',
    'Oui, envoyez-le.\n\nCordialement,\nMarie Dupont\n\nLe lun. 2 nov. 2026 à 10:01, Sam <s@x.example> a écrit :\n> Bonjour',
    'Oui, envoyez-le.',
  ],
  [
    'German',
    'Ja gerne.\n\nMit freundlichen Grüßen\nHans Meier\nGeschäftsführer\nTel.: +49 89 1234567\n\n-----Ursprüngliche Nachricht-----\nVon: Sam\nGesendet: Montag\nAn: Hans',
    'Ja gerne.',
  ],
  ['sent from a phone', `Interested!\n\nSent from my iPhone\n\n${QUOTE}`, 'Interested!'],
  ['an app line', 'Interested!\n\nGet Outlook for iOS<https://aka.ms/x>', 'Interested!'],
  ['a delimiter', 'Send it.\n-- \nDana Reyes\nFernmill builds bridges. We are hiring.', 'Send it.'],
  ['a bare name', 'Sounds good\nMike', 'Sounds good'],
  ['a dashed name', 'Sounds good.\n\n- Dana', 'Sounds good.'],
  ['a closing with a small name', 'Send it over\n\nthanks\ndana', 'Send it over'],
  [
    'a one-line signature',
    'Call me at 512-555-0100 tomorrow.\n\nDana Reyes | CEO | Fernmill\nm: 512-555-0199',
    'Call me at 512-555-0100 tomorrow.',
  ],
  [
    'a block without a closing, with a slogan',
    'Can you send pricing?\n\nDana Reyes\nDirector of Partnerships\nFernmill Labs, Inc.\n1200 Main Street, Austin TX 78701\n(512) 555-0100 | fernmill.com\n"We make things better."',
    'Can you send pricing?',
  ],
  [
    'a legal notice',
    'Yes.\n\nCONFIDENTIALITY NOTICE: This e-mail is for the\nintended recipient and nobody else.',
    'Yes.',
  ],
  ['a public records notice', 'Yes.\n\nPlease note: Florida has a broad public records law.', 'Yes.'],
  [
    'a postscript below the signature',
    `Yes.\n\n${SIGNED}\n\nPS: we only sell in Texas.`,
    'Yes.\n\nPS: we only sell in Texas.',
  ],
  ['an external banner', '[EXTERNAL] This email originated from outside the company.\n\nYes please', 'Yes please'],
]

describe('what goes', () => {
  test.each(CASES)('%s', async (_, raw, expected) => {
    expect(await stripper.strip(raw)).toBe(expected)
    expect(stripByRules(raw)).toBe(expected)
  })
})

describe('what stays', () => {
  test.each([
    ['a phone number inside a sentence', 'Yes. Call me on (512) 555-0100 after 3.'],
    ['a phone number that was announced', 'Yes, reach me at:\n512-555-0100'],
    ['a contact that was announced', 'Please contact\nDana Reyes\nVP Sales\ndana@fernmill.example'],
    ['an answer in one word per line', 'Texas\nOklahoma'],
    ['thanks alone', 'Thanks'],
    ['thanks before a request', 'Thanks!\nCan you also send pricing?'],
    ['prose that says wrote', 'As I wrote: we are interested.'],
    ['a day as the last line', 'Sounds good.\n\nTuesday'],
    ['text with angle brackets', 'We need <100 ms and revenue > 5M'],
    ['prose that begins with From', 'From: our side it looks good'],
  ])('%s', async (_, raw) => {
    expect(await stripper.strip(raw)).toBe(raw)
  })
})

describe('HTML', () => {
  test('tags, entities, style and quoted blocks', async () => {
    const html = `<html><head><style>p{color:red}</style><title>x</title></head><body><div dir="ltr">Yes &amp; please&nbsp;send<br>the &#39;report&#39;.<!-- hidden --></div>
      <div class="gmail_signature">Dana<br>CEO</div><div class="gmail_quote">On Mon, Nov 2, 2026 at 10:01 AM Sam &lt;s@x.example&gt; wrote:<br><blockquote>hi<br>there</blockquote></div></body></html>`
    expect(await stripper.strip(html)).toBe("Yes & please send\nthe 'report'.")
  })

  test('a script leaves no words, an escaped tag stays text', async () => {
    expect(await stripper.strip('<p>Yes<script>alert(1)</script></p><p>use &lt;b&gt;</p>')).toBe('Yes\n\nuse <b>')
  })

  test('an unclosed style does not swallow a body', async () => {
    expect(await stripper.strip('<html><head><style>x{}<body><p>Yes please</p>')).toBe('Yes please')
  })

  test('names of object members are no entities', async () => {
    expect(await stripper.strip('<p>a &valueOf; b</p>')).toBe('a &valueOf; b')
  })

  test('inline tags keep the lines of a text', async () => {
    expect(await stripper.strip('<b>Yes</b>\nsend it')).toBe('Yes\nsend it')
  })
})

describe('hostile text', () => {
  /** One expression of the library tries every "Op" against all that follows. */
  const slow = `Yes, send it.\n\n> quoted\n${'Op x\n'.repeat(16_000)}`

  test('a text that is too slow is answered by the rules, and the next one by a new worker', async () => {
    const hasty = createReplyStripper({ timeLimitMs: 1 })
    const [hostile, normal] = await Promise.all([hasty.strip(slow), hasty.strip(CASES[0]?.[1] ?? '')])
    expect(hostile).toBe(stripByRules(slow))
    expect(normal).toBe('Yes, send it over.')
    expect(await hasty.strip(CASES[3]?.[1] ?? '')).toBe('Yes please')
    await hasty.stop()
  })

  test('stop answers what is under way, and what comes after it', async () => {
    const short = createReplyStripper()
    const pending = short.strip(slow)
    await short.stop()
    expect(await pending).toBe(stripByRules(slow))
    expect(await short.strip(CASES[0]?.[1] ?? '')).toBe('Yes, send it over.')
  })

  test('only the head of a huge text is read', async () => {
    const capped = createReplyStripper({ maxChars: 20 })
    expect(await capped.strip(`Yes please, send it over now.`)).toBe('Yes please, send it')
    await capped.stop()
  })

  test('many at once all get their own answer', async () => {
    const texts = Array.from({ length: 40 }, (_, index) => `Answer number ${index}, please.\n\n${QUOTE}`)
    const answers = await Promise.all(texts.map((text) => stripper.strip(text)))
    expect(answers).toEqual(texts.map((_, index) => `Answer number ${index}, please.`))
  })

  test.each([
    ['closing words', 'Thanks,\n'.repeat(8000)],
    ['names', 'Dana\n'.repeat(12_000)],
    ['open tags', '<div '.repeat(12_000)],
    ['styles', '<p><style>'.repeat(6000)],
    ['headers', 'On a b 10:00\n'.repeat(5000)],
    ['addresses', 'a@'.repeat(32_000)],
  ])('rules return on many %s', (_, text) => {
    expect(stripByRules(`Yes.\n\n${text}`).startsWith('Yes.')).toBe(true)
  })
})

describe('always', () => {
  const line = fc.constantFrom(
    'Yes please.',
    'Dana Reyes',
    'Thanks,',
    '> quoted',
    '-- ',
    'm: 512-555-0100',
    'Sent from my iPhone',
    '',
    'Tuesday works',
    'PS: Texas only',

    'On Mon, Nov 2, 2026 at 10:01 AM Sam <s@x.example> wrote:',
    'From: Sam <s@x.example>',
    'Sent: Monday',
    '-----Original Message-----',
    '$& $1',
  )
  const mail = fc
    .array(fc.oneof(line, fc.string({ maxLength: 40 })), { maxLength: 14 })
    .map((lines) => lines.join('\n'))
  const plain = mail.filter((text) => !/<\/?[a-z!]/i.test(text))

  test('every line that is left was written, in that order', async () => {
    await fc.assert(
      fc.asyncProperty(plain, async (raw) => {
        const written = raw.split(/\r\n?|\n/).map((text) => text.replace(/[^\P{Cc}\t]/gu, '').trim())
        let at = 0
        for (const left of (await stripper.strip(raw)).split('\n').map((text) => text.trim())) {
          if (left === '') continue
          const found = written.indexOf(left, at)
          if (found < 0) return false
          at = found + 1
        }
        return true
      }),
      { numRuns: 150 },
    )
  })

  test('what was stripped once is not stripped again', async () => {
    await fc.assert(
      fc.asyncProperty(plain, async (raw) => {
        const once = await stripper.strip(raw)
        return (await stripper.strip(once)) === once
      }),
      { numRuns: 150 },
    )
  })
})
