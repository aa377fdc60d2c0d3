import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escapeHtml, html, ours, plain } from '../../../src/pages/html.ts'

describe('html', () => {
  it('escapes every value in content and attributes, and lets its own markup through', () => {
    const value = `"><b onclick='x'>&amp;`
    expect(html`<a title="${value}">${value}${html`<i>${1}</i>`}</a>`.text).toBe(
      '<a title="&quot;&gt;&lt;b onclick=&#39;x&#39;&gt;&amp;amp;">&quot;&gt;&lt;b onclick=&#39;x&#39;&gt;&amp;amp;<i>1</i></a>',
    )
  })

  it('leaves no trace of nothing and joins lists', () => {
    expect(html`<p>${null}${undefined}${false}${['a', ours('<br>'), ['<']]}${0}</p>`.text).toBe('<p>a<br>&lt;0</p>')
  })

  it('never lets a sign of markup out of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(escapeHtml(text)).not.toMatch(/[<>"']/)
        expect(escapeHtml(text).isWellFormed()).toBe(true)
      }),
    )
  })
})

describe('plain', () => {
  it('takes out what nobody can see', () => {
    expect(plain('safe\u202Egnp.exe\u202C a\u200Bb\u0000c\r\n\td\u2066e\uFEFF')).toBe('safe gnp.exe a b c d e')
  })

  it('keeps joiners that scripts and family emoji need', () => {
    expect(plain('می\u200Cخواهم 👩\u200D🏫')).toBe('می\u200Cخواهم 👩\u200D🏫')
  })

  it('cuts at a word with an ellipsis and never through a character', () => {
    expect(plain('one two three four', 15)).toBe('one two three…')
    expect(plain('😀'.repeat(20), 10)).toBe('😀😀😀😀…')
    expect(plain('x'.repeat(5_000), 200)).toHaveLength(200)
  })
})
