import { promises } from 'node:fs'
import { fileURLToPath } from 'node:url'
import satori, { type SatoriOptions } from 'satori'
import type { Instant, ReportDocument } from '../pipeline/report/types.ts'
import { coverageOf } from './picture-text.ts'
import { pictureTree } from './picture-tree.ts'
import { loadRasterizer, type Rasterizer } from './rasterizer.ts'

/** The picture of a page's head, for e-mails and link previews. */
export type CardPicture = {
  /**
   * A PNG of 1200 x 630 pixels, true on the day of `now`. Shows no contact, score or note, so one picture serves both
   * views.
   */
  render(document: ReportDocument, now: Instant): Promise<Uint8Array>
}

const WIDTH = 1200
const HEIGHT = 630
const SUBSETS = ['latin', 'latin-ext'] as const
const WEIGHTS = [400, 600, 800] as const

type Drawing = { fonts: SatoriOptions['fonts']; has: (codePoint: number) => boolean; rasterize: Rasterizer }

/**
 * Draws pictures one after the other, because each takes tens of megabytes while it is drawn. The font is read from its
 * package at the first picture and kept; a failed read is tried again at the next.
 */
export function createCardPicture(): CardPicture {
  let drawing: Promise<Drawing> | null = null
  let queue: Promise<unknown> = Promise.resolve()
  const ready = async () => {
    drawing ??= prepare()
    try {
      return await drawing
    } catch (error) {
      drawing = null
      throw error
    }
  }
  return {
    async render(document, now) {
      const turn = queue.then(async () => draw({ document, now }, await ready()))
      queue = turn.catch(() => undefined)
      return turn
    },
  }
}

type Drawn = { document: ReportDocument; now: Instant }

async function draw({ document, now }: Drawn, { fonts, has, rasterize }: Drawing): Promise<Uint8Array> {
  const svg = await satori(pictureTree(document, has, now), { width: WIDTH, height: HEIGHT, fonts })
  return rasterize(svg)
}

async function prepare(): Promise<Drawing> {
  const root = import.meta.resolve('@fontsource/inter/package.json')
  const at = (path: string) => fileURLToPath(new URL(path, root))
  const ranges = JSON.parse(await promises.readFile(at('unicode.json'), 'utf8')) as Record<string, string>
  const faces = SUBSETS.flatMap((subset) => WEIGHTS.map((weight) => ({ subset, weight })))
  const fonts = await Promise.all(
    faces.map(async ({ subset, weight }) => ({
      name: subset === 'latin' ? 'Inter' : `Inter ${subset}`,
      data: await promises.readFile(at(`files/inter-${subset}-${weight}-normal.woff`)),
      weight,
      style: 'normal' as const,
    })),
  )
  const has = coverageOf(SUBSETS.map((subset) => ranges[subset] ?? '').join(','))
  return { fonts, has, rasterize: await loadRasterizer(WIDTH) }
}
