import { z } from 'zod'

/**
 * What Notion takes as blocks in one request: kinds, fields, lengths, and two levels below the first. Everything else is
 * refused, as the real one does, and so is every field that a report has no use for.
 */

export type GivenBlock = { type: string } & Record<string, unknown>

const COLORS = ['default', 'gray', 'brown', 'orange', 'yellow', 'green', 'blue', 'purple', 'pink', 'red']
const Color = z.enum([...COLORS, ...COLORS.slice(1).map((color) => `${color}_background`)])
const isWeb = (url: string) => /^https?:\/\/[^/\s]+/i.test(url) && URL.canParse(url)

const RichText = z.strictObject({
  type: z.literal('text').optional(),
  text: z.strictObject({
    content: z.string().max(2_000),
    link: z.strictObject({ url: z.string().max(2_000).refine(isWeb, 'should be a valid URL') }).nullish(),
  }),
  annotations: z
    .strictObject({ bold: z.boolean(), italic: z.boolean(), code: z.boolean(), color: Color })
    .partial()
    .optional(),
})
export const RichTexts = z.array(RichText).max(100)

const Icon = z.strictObject({
  type: z.literal('emoji'),
  emoji: z.string().regex(/^\p{Extended_Pictographic}\uFE0F?$/u),
})
const text = { rich_text: RichTexts, color: Color.optional() }
const named = <Content extends z.ZodType>(type: string, content: Content) =>
  z.strictObject({ object: z.literal('block').optional(), type: z.literal(type), [type]: content })

const Row = named('table_row', z.strictObject({ cells: z.array(RichTexts).max(100) }))

const Table = z
  .strictObject({
    table_width: z.int().min(1).max(100),
    has_column_header: z.boolean().optional(),
    has_row_header: z.boolean().optional(),
    children: z.array(Row).min(1).max(100),
  })
  .refine(
    ({ table_width, children }) =>
      children.every((row) => (row['table_row'] as { cells: unknown[] }).cells.length === table_width),
    'number of cells in a table row should be the table width',
  )

/** A block that may have so many levels below it. */
function blockWith(levels: number): z.ZodType {
  const children =
    levels > 0
      ? {
          children: z
            .array(blockWith(levels - 1))
            .max(100)
            .optional(),
        }
      : {}
  const flat = ['paragraph', 'bulleted_list_item', 'numbered_list_item', 'toggle', 'quote'].map((type) =>
    named(type, z.strictObject({ ...text, ...children })),
  )
  const headings = ['heading_1', 'heading_2', 'heading_3'].map((type) => named(type, z.strictObject(text)))
  const callout = named('callout', z.strictObject({ ...text, icon: Icon.optional(), ...children }))
  const simple = [...flat, ...headings, callout, named('divider', z.strictObject({}))]
  const nested = [
    ...(levels > 0 ? [named('table', Table)] : []),
    ...(levels > 1 ? [named('column_list', columnsWith(levels - 1))] : []),
  ]
  const known = new Map([...simple, ...nested].map((schema) => [typeOf(schema), schema]))
  return z.looseObject({ type: z.string() }).superRefine((given, context) => {
    const schema = known.get(given.type)
    if (!schema) return context.addIssue({ code: 'custom', path: [given.type], message: 'should be a known block' })
    for (const issue of schema.safeParse(given).error?.issues ?? []) context.addIssue({ ...issue, code: 'custom' })
  })
}

function columnsWith(levels: number) {
  const column = named(
    'column',
    z.strictObject({
      children: z
        .array(blockWith(levels - 1))
        .min(1)
        .max(100),
    }),
  )
  return z.strictObject({ children: z.array(column).min(2).max(100) })
}

function typeOf(schema: ReturnType<typeof named>): string {
  const [name] = Object.keys(schema.shape).filter((key) => key !== 'object' && key !== 'type')
  return name ?? ''
}

const Children = z.array(blockWith(2)).max(100)

/** What is wrong with the children of one request, in Notion's manner; null when nothing is. */
export function problemOfChildren(children: unknown): string | null {
  const issue = Children.safeParse(children).error?.issues[0]
  if (issue) return `${pathOf(['children', ...issue.path])} ${issue.message}`
  const count = countAll(children as GivenBlock[])
  return count > 1_000 ? `body.children should have ≤ \`1000\` blocks, instead had \`${count}\`` : null
}

export function pathOf(path: PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) => `${text}${typeof part === 'number' ? `[${part}]` : `.${String(part)}`}`,
    'body',
  )
}

/** The blocks inside a block. */
export function insideOf(block: GivenBlock): GivenBlock[] {
  return (block[block.type] as { children?: GivenBlock[] }).children ?? []
}

function countAll(blocks: GivenBlock[]): number {
  return blocks.reduce((sum, block) => sum + 1 + countAll(insideOf(block)), 0)
}
