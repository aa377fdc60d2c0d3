import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  cleanText,
  clip,
  escapeMrkdwn,
  hostOf,
  inline,
  isMailable,
  mention,
  safeUrl,
} from '../../../src/views/escape.ts'

describe('clip', () => {
  it('leaves short text alone and joins white space', () => {
    expect(clip('  Yes,\n please\t call \u00a0 me ', 100)).toBe('Yes, please call me')
  })

  it('cuts between words and shows that it did', () => {
    expect(clip('the quick brown fox jumps', 18)).toBe('the quick brown…')
  })

  it('cuts a long word between graphemes, never inside an emoji', () => {
    expect(clip('👩🏽‍💻👩🏽‍💻👩🏽‍💻', 17)).toBe('👩🏽‍💻👩🏽‍💻…')
    expect(clip('👩🏽‍💻👩🏽‍💻', 10)).toBe('👩🏽‍💻…')
    expect(clip('👩🏽‍💻👩🏽‍💻', 5)).toBe('…')
  })

  it('removes control, bidi, zero-width and tag characters and lone surrogates', () => {
    expect(clip('a\u0000b\u202Ec\u2066d\u200Be\uFEFFf\u00ADg\u{E0041}h\uD800i', 100)).toBe('abcdefghi')
    expect(clip('pay\u200Dpal 👨‍👩‍👧', 100)).toBe('paypal 👨‍👩‍👧')
  })

  it('keeps at most four marks on a letter', () => {
    expect(clip(`e${'\u0301'.repeat(50)}`, 100)).toBe(`e${'\u0301'.repeat(4)}`)
  })

  it('defuses the start of a Slack token, and keeps other angle brackets', () => {
    expect(clip('<!channel> <@U1> <#C1> a < b <https://x.example|y>', 100)).toBe(
      '‹!channel> ‹@U1> ‹#C1> a < b <https://x.example|y>',
    )
  })

  it('never exceeds the maximum and never leaves half a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.integer({ min: 1, max: 120 }), (text, max) => {
        const cut = clip(text, max)
        expect(cut.length).toBeLessThanOrEqual(max)
        expect(cut.isWellFormed()).toBe(true)
        expect(cut).not.toMatch(/<[!@#]/)
      }),
    )
  })

  it('cuts a million hostile letters', () => {
    const cut = clip(`${'\u0301'.repeat(500_000)}${' <'.repeat(500_000)}`, 3_000)
    expect(cut.length).toBeLessThanOrEqual(3_000)
  })
})

describe('cleanText', () => {
  it('keeps lines when asked, but not stacks of empty ones', () => {
    expect(cleanText('one  \r\n\r\n\r\n\ntwo\u2028three\n', 'keep')).toBe('one\n\ntwo\nthree')
  })
})

describe('inline', () => {
  it('escapes after cutting, so that no entity is cut', () => {
    expect(inline('a<b&c>d', 100)).toBe('a&lt;b&amp;c&gt;d')
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), fc.integer({ min: 10, max: 100 }), (text, max) => {
        const escaped = inline(text, max)
        expect(escaped.length).toBeLessThanOrEqual(max)
        expect(escaped.replace(/&(amp|lt|gt);/g, '')).not.toMatch(/[<>&]/)
      }),
    )
  })

  it('leaves no code mark open that would swallow a mention', () => {
    expect(inline('``` <@U1>', 100)).not.toContain('`')
  })

  it('escapes the ampersand first', () => {
    expect(escapeMrkdwn('&lt;')).toBe('&amp;lt;')
  })
})

describe('safeUrl', () => {
  it.each([
    ['https://city.example/a?b=1#c', 'https://city.example/a?b=1#c'],
    ['HTTP://City.Example', 'http://city.example/'],
    ['https://münchen.example/', 'https://xn--mnchen-3ya.example/'],
  ])('shows %s as %s', (raw, url) => {
    expect(safeUrl(raw)).toBe(url)
  })

  it.each([
    'javascript:alert(1)',
    ' https://city.example',
    'java\nscript:alert(1)',
    'data:text/html,x',
    '//city.example/a',
    'city.example',
    'https://bank.example@evil.example/',
    'https://user:pw@city.example/',
    'https://good.example\u202E/moc',
    'https://go\u200Bod.example/',
    'https://p\u0430ypal.example/',
    'ftp://city.example/',
    'mailto:a@b.example',
    '',
    null,
  ])('refuses %j', (raw) => {
    expect(safeUrl(raw)).toBeNull()
  })

  it('refuses what is longer than a link may be', () => {
    expect(safeUrl(`https://city.example/${'x'.repeat(3_000)}`)).toBeNull()
  })

  it('never lets a character through that ends a Slack link', () => {
    expect(safeUrl('https://city.example/a|b')).toBeNull()
    expect(safeUrl('https://city.example/?q=<!channel>')).toBe('https://city.example/?q=%3C!channel%3E')
  })

  it('labels a link with its own host', () => {
    expect(hostOf('https://www.city.example:8443/a')).toBe('city.example:8443')
  })
})

describe('mention', () => {
  it('mentions Slack members only', () => {
    expect(mention('U0BDR')).toBe('<@U0BDR>')
    expect(mention('W12')).toBe('<@W12>')
    for (const id of ['u0bdr', 'C0INTENT', 'U0|x', '<@U1>', '', 'USLACKBOT ', null, undefined])
      expect(mention(id)).toBeNull()
  })
})

describe('isMailable', () => {
  it('links plain addresses only', () => {
    expect(isMailable("o'neil.a+b@city-hall.example")).toBe(true)
    for (const text of ['a@b', 'a b@c.example', 'a@c.example?cc=x', '<a@c.example>', `${'a'.repeat(300)}@c.example`])
      expect(isMailable(text)).toBe(false)
  })
})
