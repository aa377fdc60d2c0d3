import type { DeskItem } from '../pipeline/report/types.ts'
import type { RunView } from '../pipeline/run-views.ts'
import { toReportJson } from '../web/report-json.ts'

/** Tells every change of a report's progress once, as a line each. */
export function progressOf(say: (line: string) => void): (item: DeskItem, run: RunView | null) => void {
  const told = new Set<string>()
  const once = (key: string, line: string) => {
    if (told.has(key)) return
    told.add(key)
    say(line)
  }
  return (item, run) => {
    once(`status:${item.status}`, `${item.reply.domain}: ${item.status.replace('_', ' ')}`)
    for (const { step, status, ms } of toReportJson(item, run).progress) {
      if (status === 'pending' || status === 'running') continue
      once(`${step}:${status}`, `  ${step}: ${status}${ms > 0 ? `, ${ms} ms` : ''}`)
    }
  }
}
