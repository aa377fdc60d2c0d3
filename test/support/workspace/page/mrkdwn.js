/**
 * Slack's mrkdwn and a little Markdown as plain trees; `blocks.js` turns them into elements. Nothing here touches the
 * page, so it can be tested anywhere. Every loop moves forward and looks no further than one Slack text reaches, so time
 * is linear in the length of the text.
 */

/** The longest text Slack takes in one piece: no mark closes further away. */
const REACH = 3_000

const SPECIALS = { '*': 'bold', _: 'italic', '~': 'strike' }

const unescape = (text) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

/** Lines, quotes and code fences: `[{ type: 'line' | 'quote' | 'pre', … }]`. */
export function parseMrkdwn(text) {
  const parts = String(text).split('```')
  const blocks = []
  parts.forEach((part, index) => {
    const isCode = index % 2 === 1 && index < parts.length - 1
    if (isCode) blocks.push({ type: 'pre', text: unescape(part.replace(/^\n/, '').replace(/\n$/, '')) })
    else pushLines(blocks, index % 2 === 1 ? `\`\`\`${part}` : trimAround(part, index, parts.length))
  })
  return blocks
}

/** A line break beside a code fence belongs to the fence. */
function trimAround(part, index, count) {
  let text = index > 0 && part.startsWith('\n') ? part.slice(1) : part
  if (index < count - 1 && text.endsWith('\n')) text = text.slice(0, -1)
  return text
}

function pushLines(blocks, text) {
  if (text === '') return
  for (const line of text.split('\n')) {
    const quoted = line.startsWith('&gt;') ? line.slice(4) : line.startsWith('>') ? line.slice(1) : null
    const last = blocks.at(-1)
    if (quoted === null) blocks.push({ type: 'line', nodes: parseInline(line) })
    else if (last?.type === 'quote') last.lines.push(parseInline(quoted.trimStart()))
    else blocks.push({ type: 'quote', lines: [parseInline(quoted.trimStart())] })
  }
}

/** How deep styles nest before marks stay plain text. */
const MAX_DEPTH = 6

/** The nodes of one line. */
export function parseInline(line, depth = 0) {
  const nodes = []
  let plain = ''
  const flush = () => {
    if (plain !== '') nodes.push({ type: 'text', text: unescape(plain) })
    plain = ''
  }
  let at = 0
  while (at < line.length) {
    const found =
      entityAt(line, at) ?? codeAt(line, at) ?? styledAt(line, at, depth) ?? emojiAt(line, at) ?? addressAt(line, at)
    if (found) {
      flush()
      nodes.push(found.node)
      at = found.end
    } else plain += line[at++]
  }
  flush()
  return nodes
}

/** Where `mark` stands next, or -1 when that is out of reach. */
function closing(line, mark, from, reach = REACH) {
  const found = line.slice(from, from + reach).indexOf(mark)
  return found < 0 ? -1 : from + found
}

/** `<@U1>`, `<#C1|name>`, `<!here>`, `<!date^…>`, `<https://…|label>`. */
function entityAt(line, at) {
  if (line[at] !== '<') return null
  const close = closing(line, '>', at)
  if (close < at + 2) return null
  const inner = line.slice(at + 1, close)
  const bar = inner.indexOf('|')
  const target = bar < 0 ? inner : inner.slice(0, bar)
  const label = bar < 0 ? null : unescape(inner.slice(bar + 1))
  return { node: entityNode(target, label), end: close + 1 }
}

function entityNode(target, label) {
  if (target.startsWith('@')) return { type: 'user', id: target.slice(1) }
  if (target.startsWith('#')) return { type: 'channel', id: target.slice(1), label }
  if (target.startsWith('!date^')) {
    const [, stamp, format = '{date}', url = null] = target.split('^')
    return { type: 'date', stamp: Number(stamp), format, url, fallback: label ?? '' }
  }
  if (target.startsWith('!')) return { type: 'mention', text: `@${label ?? target.slice(1).split('^')[0]}` }
  const url = unescape(target)
  return { type: 'link', url, label: label ?? url }
}

function codeAt(line, at) {
  if (line[at] !== '`') return null
  const close = closing(line, '`', at + 1)
  return close > at + 1 ? { node: { type: 'code', text: unescape(line.slice(at + 1, close)) }, end: close + 1 } : null
}

/** `*bold*`: opens after a non-word character, closes before one, with no space just inside. */
function styledAt(line, at, depth) {
  if (depth >= MAX_DEPTH) return null
  const mark = line[at]
  const type = SPECIALS[mark]
  if (!type || /[\w]/.test(line[at - 1] ?? ' ') || /[\s]/.test(line[at + 1] ?? ' ') || line[at + 1] === mark)
    return null
  let close = closing(line, mark, at + 1)
  while (close > 0 && (/\s/.test(line[close - 1]) || /\w/.test(line[close + 1] ?? ' ')))
    close = close - at < REACH ? closing(line, mark, close + 1) : -1
  if (close < at + 2) return null
  return { node: { type, nodes: parseInline(line.slice(at + 1, close), depth + 1) }, end: close + 1 }
}

function emojiAt(line, at) {
  if (line[at] !== ':') return null
  const close = closing(line, ':', at + 1, 40)
  const name = line.slice(at + 1, close)
  const known = close > at + 1 && close - at < 40 ? EMOJI[name] : undefined
  return known ? { node: { type: 'emoji', name, text: known }, end: close + 1 } : null
}

/** A bare address, which Slack makes a link too. */
function addressAt(line, at) {
  if (line[at] !== 'h' || !/^https?:\/\//.test(line.slice(at, at + 8)) || /\w/.test(line[at - 1] ?? ' ')) return null
  let end = at
  while (end < line.length && !/[\s<>|]/.test(line[end])) end += 1
  while (/[.,;:!?)*_~]/.test(line[end - 1])) end -= 1
  const url = unescape(line.slice(at, end))
  return { node: { type: 'link', url, label: url }, end }
}

export const EMOJI = {
  white_check_mark: '✅',
  heavy_check_mark: '✔️',
  x: '❌',
  warning: '⚠️',
  eyes: '👀',
  rocket: '🚀',
  phone: '☎️',
  telephone_receiver: '📞',
  email: '✉️',
  hourglass_flowing_sand: '⏳',
  hourglass: '⌛',
  bell: '🔔',
  fire: '🔥',
  tada: '🎉',
  wave: '👋',
  bulb: '💡',
  memo: '📝',
  calendar: '📅',
  link: '🔗',
  mag: '🔍',
  bar_chart: '📊',
  red_circle: '🔴',
  large_green_circle: '🟢',
  large_yellow_circle: '🟡',
  arrow_up: '⬆️',
  arrow_down: '⬇️',
  arrow_right: '➡️',
  point_right: '👉',
  thumbsup: '👍',
  '+1': '👍',
  lock: '🔒',
  star: '⭐',
  speech_balloon: '💬',
  moneybag: '💰',
  repeat: '🔁',
  rotating_light: '🚨',
  bust_in_silhouette: '👤',
  office: '🏢',
  clipboard: '📋',
  zzz: '💤',
  no_entry: '⛔',
}

/** A date token in the words of `zone`, such as `{date_short} at {time}`. */
export function formatDate(stamp, format, zone) {
  const date = new Date(stamp * 1000)
  if (Number.isNaN(date.getTime())) return ''
  const say = (options) => new Intl.DateTimeFormat('en-US', { timeZone: zone, ...options }).format(date)
  const long = { year: 'numeric', month: 'long', day: 'numeric' }
  const short = { year: 'numeric', month: 'short', day: 'numeric' }
  const words = {
    date_num: () => new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(date),
    date: () => say(long),
    date_short: () => say(short),
    date_long: () => say({ weekday: 'long', ...long }),
    date_pretty: () => say(long),
    date_short_pretty: () => say(short),
    date_long_pretty: () => say({ weekday: 'long', ...long }),
    time: () => say({ hour: 'numeric', minute: '2-digit' }),
    time_secs: () => say({ hour: 'numeric', minute: '2-digit', second: '2-digit' }),
    ago: () => ago((Date.now() - date.getTime()) / 1000),
  }
  return format.replace(/\{(\w+)\}/g, (whole, name) => (Object.hasOwn(words, name) ? words[name]() : whole))
}

function ago(seconds) {
  const [count, unit] = [
    [86_400, 'day'],
    [3600, 'hour'],
    [60, 'minute'],
  ]
    .map(([size, name]) => [Math.floor(Math.abs(seconds) / size), name])
    .find(([n]) => n > 0) ?? [0, '']
  if (count === 0) return 'just now'
  return `${seconds < 0 ? 'in ' : ''}${count} ${unit}${count === 1 ? '' : 's'}${seconds < 0 ? '' : ' ago'}`
}

/** Markdown of a `markdown` block, turned into mrkdwn lines: headings and strong text become bold, links change form. */
export function markdownToMrkdwn(text) {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .split('\n')
    .map((line) =>
      line
        .replace(/^#{1,6}\s+(.*)$/, '*$1*')
        .replace(/^(\s*)[-*+]\s+/, '$1• ')
        .replace(/\[([^\][]{1,300})\]\((https?:[^\s()]{1,2000})\)/g, '<$2|$1>')
        .replace(/\*\*([^*]{1,1000})\*\*/g, '*$1*'),
    )
    .join('\n')
}
