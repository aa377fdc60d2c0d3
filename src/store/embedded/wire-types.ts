/**
 * How values leave the embedded Supabase, as a hosted project's PostgREST sends them (Postgres `to_json`): numbers as
 * numbers, times in ISO 8601. Without this the driver's text form would go out: `"99.00"`, `2026-11-20 11:41:15+00`.
 */
export const WIRE_TYPES = {
  numeric: { to: 1700, from: [1700], serialize: String, parse: toNumber },
  timestamptz: { to: 1184, from: [1184], serialize: toText, parse: toIsoTime },
  timestamp: { to: 1114, from: [1114], serialize: toText, parse: toIsoTime },
}

/** NaN and the infinities stay text, as JSON has no word for them. */
function toNumber(text: string): number | string {
  const number = Number(text)
  return Number.isFinite(number) ? number : text
}

/** `2026-11-20 11:41:15.41+00` becomes `2026-11-20T11:41:15.41+00:00`; without zone it stays without. */
function toIsoTime(text: string): string {
  const parts = /^([\d-]{10,12}) ([\d:.]{8,15})(?:([+-]\d{2})(:\d{2})?)?( BC)?$/.exec(text)
  if (parts === null) return text
  const [, date, time, hours, minutes = ':00', era = ''] = parts
  return `${date}T${time}${hours === undefined ? '' : hours + minutes}${era}`
}

function toText(value: unknown): string {
  return value instanceof Date ? value.toISOString() : String(value)
}
