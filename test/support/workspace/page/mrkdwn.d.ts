type Node = {
  type: string
  text?: string
  nodes?: Node[]
  url?: string | null
  label?: string | null
  id?: string
  [key: string]: unknown
}

export function parseMrkdwn(text: string): (Node & { lines?: Node[][] })[]
export function parseInline(line: string): Node[]
export function formatDate(stamp: number, format: string, zone: string): string
export function markdownToMrkdwn(text: string): string
export const EMOJI: Record<string, string>
