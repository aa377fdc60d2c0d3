import { expect, test } from 'vitest'
import { plainText, print, printJson, progress, table } from '../../../src/cli/output.ts'
import { testWorld } from './world.ts'

const HOSTILE = 'a\u001b]0;owned\u0007b\u009b2Jc\u202ed\u0000e\rf'

test('text of other people cannot steer a terminal', () => {
  const world = testWorld()
  print(world, `${HOSTILE}\n\tkept`)
  expect(world.out()).toBe('a]0;ownedb2Jcdef\n\tkept\n')
  expect(plainText('one\r\ntwo')).toBe('one\ntwo')
})

test('JSON keeps every character and shows none of them raw', () => {
  const world = testWorld()
  printJson(world, { text: HOSTILE })
  expect(JSON.parse(world.out())).toEqual({ text: HOSTILE })
  expect(world.out()).not.toMatch(/[^\P{Cc}\n]/u)
})

test('progress is for a person who watches, never for a script', () => {
  const script = testWorld()
  progress(script, 'working')
  expect(script.err()).toBe('')
  const person = testWorld({ isTTY: true })
  progress(person, 'working')
  expect([person.err(), person.out()]).toEqual(['working\n', ''])
})

test('columns are as wide as their longest cell, and no line ends in spaces', () => {
  expect(
    table([
      ['a', 'long', 'x'],
      ['Łódź', 'b', ''],
    ]),
  ).toBe('a     long  x\nŁódź  b')
  expect(table([])).toBe('')
})
