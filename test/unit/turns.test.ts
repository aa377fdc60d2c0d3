import { describe, expect, test } from 'vitest'
import { createCrowd, createTurns } from '../../src/pipeline/turns.ts'

describe('turns', () => {
  test('come one a turn of the event loop, in order', async () => {
    const turns = createTurns()
    const seen: string[] = []
    const take = (name: string) => turns.next().then(() => seen.push(name))
    const all = Promise.all([take('a'), take('b'), take('c')])
    await new Promise<void>((resolve) => setImmediate(resolve))
    expect(seen.length).toBeLessThan(3)
    await all
    expect(seen).toEqual(['a', 'b', 'c'])
  })

  test('still come while a crowd is taken in', async () => {
    const crowd = createCrowd()
    for (let n = 0; n < 20; n++) crowd.enter()
    expect(crowd.isCrowded()).toBe(true)
    const turns = createTurns(crowd.isCrowded)
    await Promise.all([turns.next(), turns.next(), turns.next()])
    for (let n = 0; n < 20; n++) crowd.leave()
    expect(crowd.isCrowded()).toBe(false)
    await turns.next()
  })
})
