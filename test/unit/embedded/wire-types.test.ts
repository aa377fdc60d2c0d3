import { expect, test } from 'vitest'
import { WIRE_TYPES } from '../../../src/store/embedded/wire-types.ts'

// The right-hand side is what Postgres's own to_json gives for the value.
test.each([
  ['2026-11-20 11:41:15.41+00', '2026-11-20T11:41:15.41+00:00'],
  ['2026-11-20 11:41:15+00', '2026-11-20T11:41:15+00:00'],
  ['2026-11-20 11:41:15.123456+05:30', '2026-11-20T11:41:15.123456+05:30'],
  ['12026-11-20 11:41:15+00', '12026-11-20T11:41:15+00:00'],
  ['0044-03-15 00:00:00+00 BC', '0044-03-15T00:00:00+00:00 BC'],
  ['infinity', 'infinity'],
])('timestamptz %s is sent as %s', (text, wire) => {
  expect(WIRE_TYPES.timestamptz.parse(text)).toBe(wire)
})

test('a timestamp without zone gets none', () => {
  expect(WIRE_TYPES.timestamp.parse('2026-11-20 11:41:15.41')).toBe('2026-11-20T11:41:15.41')
})

test.each([
  ['99.00', 99],
  ['-0.5', -0.5],
  ['NaN', 'NaN'],
  ['Infinity', 'Infinity'],
])('numeric %s is sent as %j', (text, wire) => {
  expect(WIRE_TYPES.numeric.parse(text)).toBe(wire)
})

test('a Date is sent to the database as its moment', () => {
  expect(WIRE_TYPES.timestamptz.serialize(new Date('2026-11-20T12:00:00+02:00'))).toBe('2026-11-20T10:00:00.000Z')
  expect(WIRE_TYPES.timestamptz.serialize('2026-11-20')).toBe('2026-11-20')
})
