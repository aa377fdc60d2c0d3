import { promises } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Turns an SVG into a PNG of the given width. */
export type Rasterizer = (svg: string) => Promise<Uint8Array>

const settings = (width: number) =>
  ({ font: { loadSystemFonts: false }, fitTo: { mode: 'width', value: width } }) as const

/**
 * The native library draws beside the event loop; its binary is an optional package. Where an install left that out, the
 * same library in WebAssembly draws the same picture, on the event loop.
 */
export async function loadRasterizer(width: number, load = () => import('@resvg/resvg-js')): Promise<Rasterizer> {
  const native = await load().catch(() => null)
  if (native) return async (svg) => (await native.renderAsync(svg, settings(width))).asPng()
  const { initWasm, Resvg } = await import('@resvg/resvg-wasm')
  const file = fileURLToPath(import.meta.resolve('@resvg/resvg-wasm/index_bg.wasm'))
  await initWasm(await promises.readFile(file))
  return async (svg) => {
    const drawing = new Resvg(svg, settings(width))
    const image = drawing.render()
    const png = image.asPng()
    image.free()
    drawing.free()
    return png
  }
}
