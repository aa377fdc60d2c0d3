import { describe, expect, it } from 'vitest'
import { createCardPicture } from '../../../src/pages/card-picture.ts'
import { coverageOf, drawable } from '../../../src/pages/picture-text.ts'
import { pictureTree } from '../../../src/pages/picture-tree.ts'
import { hostileDocument, sampleDocument, tier3Document } from '../../support/sample-documents.ts'

const MADE = sampleDocument().madeAt
const LATIN = coverageOf('U+0000-00FF,U+0131,U+0100-02BA,U+2000-206F')

describe('createCardPicture', () => {
  it.each([
    ['a report', sampleDocument()],
    ['hostile text', hostileDocument()],
    ['letters the font lacks', sampleDocument({ title: '東京都 🏛️ Łódź — Отчёт для 学校' })],
    [
      'nothing at all',
      sampleDocument({ title: '', signals: [], counts: { signals: 0, open: 0, buyers: 0, states: 0, alreadySent: 0 } }),
    ],
    ['one endless word', sampleDocument({ title: `${'W'.repeat(5_000)} — ${'m'.repeat(5_000)}` })],
  ])('draws a PNG of 1200 x 630 for %s', async (_, document) => {
    const png = Buffer.from(await createCardPicture().render(document, document.madeAt))
    expect(png.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a')
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1200, 630])
    expect(png.length).toBeGreaterThan(10_000)
    expect(png.length).toBeLessThan(400_000)
  })

  it('serves several at once, and a failed one does not stop the next', async () => {
    const picture = createCardPicture()
    const broken = picture.render({ ...sampleDocument(), shape: 3 } as never, MADE)
    const [first, second] = await Promise.all([
      broken.then(
        () => 'drawn',
        (error: Error) => error.message,
      ),
      picture.render(sampleDocument(), MADE),
    ])
    expect(first).toMatch(/shape 2, not 3/)
    expect(second.length).toBeGreaterThan(10_000)
  })
})

describe('what is in the picture', () => {
  it('is the head of the shareable page and no person', () => {
    const document = tier3Document()
    const drawn = JSON.stringify(pictureTree(document, LATIN, MADE))
    for (const text of [
      'Cedar Hollow Unified School District',
      'Prepared for Brightpath Labs, March 2026',
      'School district in Cedar Hollow, Arizona · 12,400 students',
      '16 March 2026',
      'signals found',
    ])
      expect(drawn).toContain(text)
    const { dm } = document
    for (const secret of [dm?.name, dm?.title, dm?.email, dm?.phone, dm?.directPhone, 'Jordan Ashby', 'days left'])
      expect(drawn).not.toContain(secret)
  })

  it('is judged when it is asked for: a deadline that has passed is not the next one', () => {
    const drawn = (now: string) => JSON.stringify(pictureTree(tier3Document(), LATIN, now))
    expect(drawn('2026-03-16T23:00:00Z')).toContain('16 March 2026')
    expect(drawn('2026-03-17T00:30:00Z')).not.toContain('16 March 2026')
    expect(drawn('2027-01-01T00:00:00Z')).not.toContain('Next deadline')
    expect(drawn('2027-01-01T00:00:00Z')).not.toContain('open now')
  })

  it('says what and where the buyer is only under a title that is about it', () => {
    const buyer = tier3Document().buyer
    expect(JSON.stringify(pictureTree(sampleDocument({ buyer }), LATIN, MADE))).not.toContain('School district')
    expect(JSON.stringify(pictureTree(tier3Document({ buyer: null }), LATIN, MADE))).not.toContain('School district')
  })

  it('names the domain when a company has no letter that can be drawn', () => {
    const prospect = { ...sampleDocument().prospect, company: '株式会社' }
    expect(JSON.stringify(pictureTree(sampleDocument({ prospect }), LATIN, MADE))).toContain(
      'Prepared for brightpath-labs.example',
    )
  })
})

describe('drawable', () => {
  it.each([
    ['Łódź Public Schools', 'Łódź Public Schools'],
    ['Tōkyō 🏛️ Office', 'Tōkyō Office'],
    ['Ｆｕｌｌ width', 'Full width'],
    ['City of 東京 Bay', 'City of … Bay'],
    ['東京都', ''],
    ['🏫', ''],
  ])('%s becomes %s', (text, expected) => {
    expect(drawable(text, LATIN, 80)).toBe(expected)
  })

  it('takes a letter apart where the font has only its base', () => {
    expect(drawable('Ṻber Żory', coverageOf('U+0020-007E'), 80)).toBe('Uber Zory')
  })
})
