import { expect, test } from 'vitest'
import { loadRasterizer } from '../../../src/pages/rasterizer.ts'

const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="63"><rect width="120" height="63" fill="#123"/></svg>'

/** Width and height as a PNG's header tells them. */
const sizeOf = (png: Uint8Array) => {
  const view = new DataView(png.buffer, png.byteOffset)
  return [view.getUint32(16), view.getUint32(20)]
}

test('draws with the native library', async () => {
  const rasterize = await loadRasterizer(120)
  expect(sizeOf(await rasterize(SVG))).toEqual([120, 63])
})

test('draws the same where the native part was not installed', async () => {
  const rasterize = await loadRasterizer(120, () => Promise.reject(new Error('Cannot find module')))
  expect(sizeOf(await rasterize(SVG))).toEqual([120, 63])
  expect(sizeOf(await rasterize(SVG))).toEqual([120, 63])
})
