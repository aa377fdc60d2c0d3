import { expect, test } from 'vitest'
import { toStateCode, toStateEnum } from '../../../../src/clients/starbridge/states.ts'
import { toDay, toFileLink, toInstant, toLink } from '../../../../src/clients/starbridge/values.ts'

test.each([
  ['AZ', 'AZ'],
  [' nm ', 'NM'],
  ['US-CA', 'CA'],
  ['New York', 'NY'],
  ['NewYork', 'NY'],
  ['NEW_YORK', 'NY'],
  ['District of Columbia', 'DC'],
  ['Ontario', null],
  ['', null],
  [7, null],
])('the state %j is %j', (value, code) => {
  expect(toStateCode(value)).toBe(code)
})

test.each([
  ['CA', 'California'],
  ['ny', 'NewYork'],
  ['DC', 'DistrictOfColumbia'],
  ['ZZ', null],
])('%s is asked for as %j', (code, name) => {
  expect(toStateEnum(code)).toBe(name)
})

test.each([
  ['cccco.example', 'https://cccco.example/'],
  ['http://www.city.example', 'http://www.city.example/'],
  ['javascript:alert(1)', null],
  ['/logo/x.png', null],
  ['n/a', null],
  ['two words.example', null],
])('the website %j is %j', (value, link) => {
  expect(toLink(value)).toBe(link)
})

test('a path is no address of a file', () => {
  expect(toFileLink('logo/2c5f.png')).toBeNull()
  expect(toFileLink('https://logos.example/2c5f.png')).toBe('https://logos.example/2c5f.png')
})

test.each([
  ['2026-03-27', '2026-03-27'],
  ['2026-03-27T23:30:00-07:00', '2026-03-28'],
  ['2026-03-27T09:30:00', '2026-03-27'],
  ['2026-02-31', null],
  ['soon', null],
  [null, null],
])('the day of %j is %j', (value, day) => {
  expect(toDay(value)).toBe(day)
})

test('a moment is in UTC, to the millisecond', () => {
  expect(toInstant('2026-02-05T05:00:15.936230Z')).toBe('2026-02-05T05:00:15.936Z')
  expect(toInstant('2026-02-05')).toBeNull()
})
