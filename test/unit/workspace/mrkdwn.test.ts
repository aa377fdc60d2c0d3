import { array, assert, constantFrom, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatDate, markdownToMrkdwn, parseInline, parseMrkdwn } from '../../support/workspace/page/mrkdwn.js'

/** `bold(text(a))` and so on, to compare trees at a glance. */
const shape = (nodes: ReturnType<typeof parseInline>): string =>
  nodes
    .map((node) => `${node.type}(${node.nodes ? shape(node.nodes) : (node.text ?? node.label ?? node.id ?? '')})`)
    .join(' ')

describe('one line of mrkdwn', () => {
  it.each([
    ['a *b* c', 'text(a ) bold(text(b)) text( c)'],
    ['*b _i_*', 'bold(text(b ) italic(text(i)))'],
    ['2*3*4 and snake_case_name', 'text(2*3*4 and snake_case_name)'],
    ['* not bold * and ** neither', 'text(* not bold * and ** neither)'],
    ['`<b> &amp; *x*`', 'code(<b> & *x*)'],
    ['~gone~', 'strike(text(gone))'],
    ['<@U0BDR> <#C0A|general> <!here>', 'user(U0BDR) text( ) channel(general) text( ) mention(@here)'],
    ['<https://a.example/x|label &amp; more>', 'link(label & more)'],
    ['see https://a.example/x_y_z.', 'text(see ) link(https://a.example/x_y_z) text(.)'],
    ['&lt;script&gt;', 'text(<script>)'],
    [':eyes: 10:30 :nonsense:', 'emoji(👀) text( 10:30 :nonsense:)'],
  ])('%s', (line, expected) => {
    expect(shape(parseInline(line))).toBe(expected)
  })

  it('reads dates with format, link and fallback', () => {
    expect(parseInline('<!date^1795180000^{date_num} {time}^https://a.example|then>')[0]).toMatchObject({
      type: 'date',
      stamp: 1_795_180_000,
      format: '{date_num} {time}',
      url: 'https://a.example',
      fallback: 'then',
    })
    expect(formatDate(1_795_180_000, '{date_num} at {time}, {unknown}', 'UTC')).toBe('2026-11-20 at 1:06 PM, {unknown}')
    expect(formatDate(1_795_180_000, '{time}', 'Asia/Manila')).toBe('9:06 PM')
    expect(formatDate(Number.NaN, '{time}', 'UTC')).toBe('')
  })
})

describe('several lines', () => {
  it('keeps quotes together and code as it is', () => {
    const blocks = parseMrkdwn('before\n&gt; one\n&gt; *two*\n```\n*raw* &lt;b&gt;\n```\nafter')
    expect(blocks.map((block) => block.type)).toEqual(['line', 'quote', 'pre', 'line'])
    expect(blocks[1]?.lines).toHaveLength(2)
    expect(blocks[2]?.text).toBe('*raw* <b>')
  })

  it('leaves an open fence as text', () => {
    expect(parseMrkdwn('a ```b').map((block) => shape(block.nodes ?? []))).toEqual(['text(a )', 'text(```b)'])
  })

  it('survives anything', () => {
    const pieces = constantFrom(
      '*',
      '_',
      '~',
      '`',
      '<',
      '>',
      '|',
      '!date^',
      ':',
      '&gt;',
      'https://',
      'a',
      ' ',
      '\n',
      '```',
    )
    assert(property(array(pieces, { maxLength: 300 }), (list) => Array.isArray(parseMrkdwn(list.join('')))))
    for (const hostile of [
      '*a '.repeat(10_000),
      '*_'.repeat(15_000),
      '<'.repeat(20_000),
      ':a'.repeat(15_000),
      '`'.repeat(29_999),
    ])
      expect(parseMrkdwn(hostile).length).toBeGreaterThan(0)
  })

  it('turns Markdown into mrkdwn without letting tokens through', () => {
    expect(markdownToMrkdwn('# Title\n- **bold** [x](https://a.example) <!channel>')).toBe(
      '*Title*\n• *bold* <https://a.example|x> &lt;!channel&gt;',
    )
  })
})
