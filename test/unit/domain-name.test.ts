import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { domainOfEmail, isFreeMailHost, parseDomain } from '../../src/pipeline/report/domain-name.ts'

const domainOf = (input: string) => {
  const found = parseDomain(input)
  return found.ok ? found.domain : null
}
const problemOf = (input: string) => {
  const found = parseDomain(input)
  return found.ok ? null : found.problem
}
const warningOf = (input: string) => {
  const found = parseDomain(input)
  return found.ok ? found.warning : 'refused'
}

describe('a domain in any dress', () => {
  test.each([
    ['fernmill.com', 'fernmill.com'],
    ['  FernMill.COM. ', 'fernmill.com'],
    ['www.fernmill.com', 'fernmill.com'],
    ['https://user:secret@shop.fernmill.com:8443/a/b?c=d#e', 'fernmill.com'],
    ['http:/fernmill.com', 'fernmill.com'],
    ['//fernmill.com/path', 'fernmill.com'],
    ['fernmill.com:443', 'fernmill.com'],
    ['<dana@fernmill.com>', 'fernmill.com'],
    ['Dana Reyes <dana@mail.fernmill.com>', 'fernmill.com'],
    ['mailto:dana@fernmill.com?subject=hi', 'fernmill.com'],
    ['"fernmill.com",', 'fernmill.com'],
    ['https://apple.com@fernmill.com/', 'fernmill.com'],
    ['https://fernmill.com\\@apple.com', 'fernmill.com'],
  ])('%s', (input, expected) => {
    expect(domainOf(input)).toBe(expected)
  })
})

describe('what is registrable', () => {
  test.each([
    ['www.mesa.k12.az.us', 'mesa.k12.az.us'],
    ['it.kent.gov.uk', 'kent.gov.uk'],
    ['cs.leeds.ac.uk', 'leeds.ac.uk'],
    ['acme.myshopify.com', 'acme.myshopify.com'],
    ['us.com', 'us.com'],
    ['app.fernmill.example', 'fernmill.example'],
    ['fernmill.test', 'fernmill.test'],
    ['www.example.com', 'example.com'],
  ])('%s is %s', (input, expected) => {
    expect(domainOf(input)).toBe(expected)
  })

  test.each(['gov.uk', 'k12.az.us', 'co.uk'])('%s alone is shared by many', (input) => {
    expect(problemOf(input)).toMatch(/an ending that many share/)
  })
})

describe('what is refused', () => {
  test.each([
    '10.0.0.1',
    '2130706433',
    '0x7f.1',
    '0177.0.0.1',
    '127.1',
    '[::1]',
    'http://[2001:db8::1]:80/',
    '::1',
    'dana@10.0.0.1',
  ])('%s is an IP address', (input) => {
    expect(problemOf(input)).toMatch(/IP address/)
  })

  test.each(['localhost', 'com', 'example', 'intranet'])('%s is a single word', (input) => {
    expect(problemOf(input)).toMatch(/single word/)
  })

  test.each(['printer.local', 'a.internal', 'a.localhost', 'a.invalid', 'fernmill.zzq'])(
    '%s has no public ending',
    (input) => {
      expect(problemOf(input)).toMatch(/there is no ending/)
    },
  )

  test.each([
    '',
    '   ',
    'not a domain',
    'a.com, b.com',
    'a..b.com',
    '-a.com',
    'a_b.com',
    'xn--a.com',
    '@',
    'http://',
    'a:b:c.com',
  ])('"%s" is none', (input) => {
    expect(problemOf(input)).toMatch(/^Expected /)
  })

  test('control characters, over-long labels and 10 kB of text', () => {
    expect(problemOf('fern\u0000mill.com')).toMatch(/control characters/)
    expect(problemOf(`${'a'.repeat(64)}.com`)).toMatch(/^Expected a domain/)
    expect(problemOf('x.'.repeat(5000))).toBe('Expected a domain, got 10000 characters of text.')
  })

  test('a problem repeats little of a long input', () => {
    expect(problemOf(`${'long '.repeat(300)}x`)?.length).toBeLessThan(150)
  })
})

describe('letters that deceive', () => {
  test('a Cyrillic letter among Latin ones, typed or as punycode', () => {
    const expected =
      'The domain only looks like apple.com: it contains letters of another alphabet and is really xn--pple-43d.com.'
    expect(parseDomain('аpple.com')).toEqual({ ok: true, domain: 'xn--pple-43d.com', warning: expected })
    expect(warningOf('xn--pple-43d.com')).toBe(expected)
  })

  test('a whole word of look-alikes', () => {
    expect(warningOf('сосо.com')).toMatch(/only looks like coco\.com/)
  })

  test('a mix of alphabets without a Latin twin', () => {
    expect(warningOf('fernжill.com')).toMatch(/mixes letters of several alphabets/)
  })

  test('an honest international name is only spelled out', () => {
    expect(parseDomain('bücher.de')).toEqual({
      ok: true,
      domain: 'xn--bcher-kva.de',
      warning: 'The domain is an international name, bücher.de, whose technical form is xn--bcher-kva.de.',
    })
  })

  test('full-width and invisible letters are read and flagged', () => {
    expect(domainOf('ｆｅｒｎ.com')).toBe('fern.com')
    expect(warningOf('ｆｅｒｎ.com')).toMatch(/unusual letters/)
    expect(domainOf('fern\u200bmill.com')).toBe('fernmill.com')
    expect(warningOf('fern\u200bmill.com')).toMatch(/invisible characters/)
  })

  test('plain names carry no warning', () => {
    expect(warningOf('fernmill.com')).toBeNull()
  })
})

describe('free-mail hosts', () => {
  test.each([
    'gmail.com',
    'GMAIL.com.',
    'yahoo.co.uk',
    'hotmail.fr',
    'outlook.de',
    'gmx.at',
    'live.nl',
    'pm.me',
    'qq.com',
    '163.com',
    'btinternet.com',
    'comcast.net',
    'privaterelay.appleid.com',
    'mail.yahoo.com',
  ])('%s', (host) => {
    expect(isFreeMailHost(host)).toBe(true)
  })

  test.each([
    'fernmill.com',
    'comcast.com',
    'verizon.com',
    'att.com',
    'live.io',
    'notgmail.com',
    'gmail.com.evil.com',
    'gmail',
    '',
  ])('%s is not one', (host) => {
    expect(isFreeMailHost(host)).toBe(false)
  })

  test('a domain that is one is refused with a sentence that says what is needed', () => {
    expect(problemOf('dana@gmail.com')).toBe(
      "gmail.com is a free-mail host, where anybody can have an address: the company's own domain is needed.",
    )
  })

  test('an e-mail gives its company domain, and none on a free-mail host', () => {
    expect(domainOfEmail('dana@eu.fernmill.com')).toMatchObject({ ok: true, domain: 'fernmill.com' })
    expect(domainOfEmail('dana@icloud.com').ok).toBe(false)
    expect(domainOfEmail('dana').ok).toBe(false)
  })
})

test('parseDomain never throws, and what it gives it takes back unchanged', () => {
  const hosts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.webUrl(),
    fc.emailAddress(),
    fc.domain(),
    fc.ipV4(),
    fc.ipV6(),
  )
  fc.assert(
    fc.property(hosts, (input) => {
      const found = parseDomain(input)
      if (!found.ok) return found.problem.length > 0 && found.problem.length < 300
      return /^[a-z0-9.-]+$/.test(found.domain) && domainOf(found.domain) === found.domain
    }),
    { numRuns: 500 },
  )
})
