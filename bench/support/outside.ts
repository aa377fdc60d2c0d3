import { createServer } from 'node:http'

/**
 * Outside services that answer at once, in a process of their own: a signals table, a look-up, and Claude. Started by
 * the benches; prints its port. Arguments: milliseconds for signals, milliseconds for Claude.
 */
const [signalsMs = 0, claudeMs = 0] = process.argv.slice(2).map(Number)
const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10)

type Row = { id: string; summary: string } & Record<string, unknown>

const rows: Row[] = [
  [
    'fm-1',
    'rfp_posted',
    'Fleet software RFP',
    `Oakton County asks for fleet software; proposals are due ${day(30)}.`,
    'Oakton County',
    'County',
    'OH',
    -5,
    day(30),
  ],
  [
    'fm-2',
    'board_mention',
    'Fleet replacement',
    'The Birch City council discussed replacing its fleet system.',
    'Birch City',
    'City',
    'WA',
    -15,
    null,
  ],
  [
    'fm-3',
    'budget_event',
    'Fleet budget',
    'Birch City set aside $250,000 for fleet software.',
    'Birch City',
    'City',
    'WA',
    -8,
    null,
  ],
  [
    'fm-4',
    'leadership_change',
    'New fleet director',
    'A new fleet director started at Oakton County.',
    'Oakton County',
    'County',
    'OH',
    -20,
    null,
  ],
].map(([id, type, title, summary, buyer, buyerType, state, event, deadline]) => ({
  id: id as string,
  domain: 'fernmill.example',
  signal_type: type,
  title,
  summary: summary as string,
  buyer_name: buyer,
  buyer_type: buyerType,
  buyer_state: state,
  event_date: day(event as number),
  deadline,
  source_title: title,
  source_url: `https://docs.example/${id}`,
}))

/** Every seller has buyers of its own, so that nothing which was looked up for one serves the next. */
function rowsOf(path: string): Row[] {
  const domain = /domain=eq\.([\w.-]+)/.exec(decodeURIComponent(path))?.[1] ?? 'fernmill.example'
  if (!domain.startsWith('tier')) return rows.map((row) => ({ ...row, domain }))
  const idOf = (buyer: unknown) => `byr-${String(buyer).toLowerCase().replaceAll(' ', '-')}-${domain.split('.')[0]}`
  return rows.map((row) => ({ ...row, domain, buyer_id: idOf(row['buyer_name']), deadline: day(30) }))
}

function promptOf(body: string): string {
  if (body.includes('archetype')) return '"archetype"'
  return body.includes('why_they_care') ? '"top"' : ''
}

function claudeAnswer(prompt: string): object {
  if (prompt.includes('"archetype"')) {
    const [first] = rows
    const line = { text: first?.summary ?? '', evidence_ids: ['s1'] }
    return { archetype: 'Fleet software', intro: line, points: [line], pitch: line, lead: line, script: line }
  }
  if (prompt.includes('"top"')) {
    const top = rows.map((row) => ({ signal_id: row.id, bullet: row.summary, why: '' }))
    return { top, why_they_care: { text: '', evidence_ids: [] } }
  }
  return { kind: 'positive', key: [1], notes: [], referral: null }
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const path = request.url ?? ''
    const isClaude = path.startsWith('/v1/messages')
    const answer = () => {
      response.writeHead(200, { 'content-type': 'application/json' })
      if (!isClaude) {
        response.end(path.includes('/signals') ? JSON.stringify(rowsOf(path)) : '[]')
        return
      }
      const body = Buffer.concat(chunks).toString()
      const text = JSON.stringify(claudeAnswer(promptOf(body)))
      const usage = { input_tokens: Math.ceil(body.length / 4), output_tokens: Math.ceil(text.length / 4) }
      const content = [{ type: 'text', text }]
      const facts = {
        id: 'msg_1',
        type: 'message',
        role: 'assistant',
        model: 'claude-sonnet-5-5',
        stop_reason: 'end_turn',
      }
      response.end(JSON.stringify({ ...facts, content, usage }))
    }
    const wait = isClaude ? claudeMs : signalsMs
    if (wait > 0) setTimeout(answer, wait)
    else answer()
  })
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  console.log(typeof address === 'object' && address ? address.port : 0)
})
