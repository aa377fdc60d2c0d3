/** A step as the API tells of it. */
export type TimedStep = { name: string; outcome: string; started_at: string; duration_ms: number }

const WIDTH = 900
const LEFT = 170
const ROW = 24
const COLOURS: Record<string, string> = {
  ok: '#2f6fb3',
  empty: '#7b8794',
  skipped: '#b8c0c8',
  fallback: '#c77700',
  failed: '#b3261e',
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** What ran when, as SVG: one line a step, from its recorded start and duration. */
export function timelineOf(steps: readonly TimedStep[]): string {
  const rows = steps.toSorted((a, b) => Date.parse(a.started_at) - Date.parse(b.started_at))
  const from = Math.min(...rows.map((step) => Date.parse(step.started_at)))
  const to = Math.max(...rows.map((step) => Date.parse(step.started_at) + step.duration_ms))
  const x = (at: number) => LEFT + ((at - from) / Math.max(1, to - from)) * (WIDTH - LEFT - 90)
  const seconds = Math.ceil((to - from) / 1_000)
  const grid = Array.from({ length: seconds + 1 }, (_, n) => {
    const at = x(from + n * 1_000)
    return `<line x1="${at.toFixed(1)}" y1="24" x2="${at.toFixed(1)}" y2="${rows.length * ROW + 30}" stroke="#dde3ea"/><text x="${at.toFixed(1)}" y="16" font-size="11" fill="#5b6773" text-anchor="middle">${n} s</text>`
  })
  const bars = rows.map((step, n) => {
    const start = Date.parse(step.started_at)
    const y = 30 + n * ROW
    const width = Math.max(2, x(start + step.duration_ms) - x(start))
    const end = x(start) + width + 6
    return `<text x="${LEFT - 10}" y="${y + 13}" font-size="12" text-anchor="end" fill="#1d2a3a">${escaped(step.name)}</text><rect x="${x(start).toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="16" rx="3" fill="${COLOURS[step.outcome] ?? '#2f6fb3'}"/><text x="${end.toFixed(1)}" y="${y + 12}" font-size="11" fill="#5b6773">${step.duration_ms} ms</text>`
  })
  const height = rows.length * ROW + 40
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="Inter, Arial, sans-serif"><rect width="${WIDTH}" height="${height}" fill="#fff"/>${grid.join('')}${bars.join('')}</svg>\n`
}
