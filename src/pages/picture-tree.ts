import type { Instant, ReportDocument } from '../pipeline/report/types.ts'
import { MARK_PATHS } from './brand.ts'
import { type PageModel, pageModel } from './page-model.ts'
import { drawable } from './picture-text.ts'

/** An element as satori takes it, without JSX. */
type Node = {
  type: string
  props: { style?: Record<string, string | number>; children?: Child; [name: string]: unknown }
}
type Child = Node | string | (Node | string | null)[]

const NAVY = '#0d1a36'
const AMBER = '#f5ab35'

/**
 * The head of the page as a tree for satori, judged at `now` as the page is. `has` tells which characters the font can draw.
 */
export function pictureTree(document: ReportDocument, has: (codePoint: number) => boolean, now: Instant): Node {
  const model = pageModel(document, { view: 'shareable', now })
  const domain = drawable(document.prospect.domain, has, 60)
  const lead = drawable(model.title.lead, has, 110) || 'Public-sector buyers'
  const rest = drawable(model.title.rest ?? '', has, 120)
  const company = drawable(model.company, has, 60) || domain
  const buyer = drawable(buyerLine(document, model), has, 110)
  const next = model.next && { ...model.next, buyer: drawable(model.next.buyer ?? '', has, 60) }
  return box({ ...FRAME, backgroundImage: `linear-gradient(160deg, #182d5a, ${NAVY} 62%)` }, [
    decoration(),
    box({ alignItems: 'center' }, [mark(54), brand()]),
    box({ flexDirection: 'column', flexGrow: 1, justifyContent: 'center', width: '100%' }, [
      words(lead, { fontSize: sizeFor(lead, buyer !== ''), ...LEAD }),
      rest === ''
        ? null
        : words(rest, {
            fontSize: 34,
            color: '#d3dcf0',
            marginTop: 16,
            lineHeight: 1.3,
            lineClamp: buyer === '' ? 2 : 1,
          }),
      buyer === '' ? null : words(buyer, { fontSize: 28, color: '#ffc76b', marginTop: 14, lineClamp: 1 }),
      words(`Prepared for ${company}, ${model.monthYear}`, {
        fontSize: 26,
        color: '#b9c6e0',
        marginTop: 16,
        lineClamp: 1,
      }),
    ]),
    strip(model.glance, next),
  ])
}

/** What, where and how large the featured buyer is, under a title that is about it. */
function buyerLine({ tier }: ReportDocument, { buyer }: PageModel): string {
  return tier === 1 || buyer === null ? '' : [buyer.line, buyer.size].filter(Boolean).join(' · ')
}

const FRAME = {
  width: '100%',
  height: '100%',
  boxSizing: 'border-box',
  padding: '52px 64px 56px',
  flexDirection: 'column',
  color: '#ffffff',
  fontFamily: 'Inter, Inter latin-ext',
  overflow: 'hidden',
  borderBottom: `12px solid ${AMBER}`,
}

type Style = Record<string, string | number>

function box(style: Style, children: (Node | string | null)[]): Node {
  return {
    type: 'div',
    props: { style: { display: 'flex', ...style }, children: children.filter((child) => child !== null) },
  }
}

/** Text that ends in an ellipsis where its lines end. */
function words(text: string, style: Style): Node {
  return {
    type: 'div',
    props: {
      style: { display: 'block', width: '100%', textOverflow: 'ellipsis', wordBreak: 'break-word', ...style },
      children: text,
    },
  }
}

const LEAD = { fontWeight: 800, letterSpacing: -2, lineHeight: 1.1, lineClamp: 2 }

/** A line more below the title leaves less room for its two lines. */
function sizeFor(title: string, hasMoreBelow: boolean): number {
  if (title.length <= 24) return hasMoreBelow ? 76 : 84
  return title.length <= 44 && !hasMoreBelow ? 72 : 58
}

function brand(): Node {
  return box({ fontSize: 32, marginLeft: 16, letterSpacing: -0.5 }, [
    words('Starbridge', { width: 'auto' }),
    words('Intel', { width: 'auto', marginLeft: 9, fontWeight: 600, color: '#ffc76b' }),
  ])
}

function strip(glance: { label: string; value: string }[], next: { date: string; buyer: string } | null): Node {
  const stats = glance.map((item) =>
    box({ flexDirection: 'column', padding: next ? '20px 24px' : '20px 30px', flexGrow: next ? 0 : 1 }, [
      words(item.value, { fontSize: 46, fontWeight: 800, letterSpacing: -1, lineHeight: 1.1 }),
      words(item.label, { fontSize: 23, color: '#d3dcf0', whiteSpace: 'nowrap' }),
    ]),
  )
  const deadline =
    next &&
    box(
      {
        flexDirection: 'column',
        justifyContent: 'center',
        flexGrow: 1,
        flexBasis: 0,
        minWidth: 0,
        padding: '16px 30px',
        backgroundColor: '#ffc76b',
        color: '#2b1a00',
      },
      [
        words('Next deadline', { fontSize: 21 }),
        words(next.date, {
          fontSize: next.date.length > 13 ? 28 : 32,
          fontWeight: 800,
          letterSpacing: -0.5,
          lineClamp: 1,
        }),
        next.buyer === '' ? null : words(next.buyer, { fontSize: 21, lineClamp: 1 }),
      ],
    )
  const style = {
    width: '100%',
    borderRadius: 18,
    border: '1px solid rgba(255,255,255,.2)',
    backgroundColor: 'rgba(255,255,255,.08)',
    overflow: 'hidden',
  }
  return box(style, [...stats, deadline])
}

function mark(size: number): Node {
  return svg({ width: size, height: size, viewBox: '0 0 40 40' }, {}, [
    path({ d: MARK_PATHS.star, fill: AMBER }),
    path({ d: MARK_PATHS.bridge, fill: 'none', stroke: '#fff', strokeWidth: 3, strokeLinecap: 'round' }),
  ])
}

/** The bridge behind the head, as on the page. */
function decoration(): Node {
  const line = { fill: 'none', stroke: '#fff', strokeOpacity: 0.13, strokeWidth: 2 }
  return svg({ width: 640, height: 396, viewBox: '0 0 420 260' }, { position: 'absolute', right: -60, top: 24 }, [
    path({ d: 'M-20 250C60 90 180 60 250 60s150 40 210 190', ...line }),
    path({ d: 'M60 250v-99M110 250V110M160 250V83M210 250V66M260 250V60M310 250V75M360 250V117', ...line }),
    path({ d: MARK_PATHS.star, fill: AMBER, transform: 'translate(224 4) scale(1.3)' }),
  ])
}

function svg(attributes: Record<string, unknown>, style: Style, children: Node[]): Node {
  return { type: 'svg', props: { ...attributes, style, children } }
}

function path(attributes: Record<string, unknown>): Node {
  return { type: 'path', props: attributes }
}
