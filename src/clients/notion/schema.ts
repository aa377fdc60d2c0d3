import { z } from 'zod'
import type { NotionChild, NotionPage } from '../../pipeline/ports.ts'

/** Of Notion's answers, the fields we use, in our words. */

const By = z.object({ id: z.string() }).optional()

export const Page = z
  .object({
    object: z.literal('page'),
    id: z.string().min(1),
    url: z.url({ protocol: /^https?$/ }),
    public_url: z.url({ protocol: /^https?$/ }).nullish(),
    in_trash: z.boolean(),
    created_by: By,
  })
  .transform((page): NotionPage & { isPublic: boolean } => ({
    id: page.id,
    url: page.public_url ?? page.url,
    isPublic: Boolean(page.public_url),
    isInTrash: page.in_trash,
    createdBy: page.created_by?.id ?? null,
  }))

const Child = z
  .object({
    id: z.string().min(1),
    type: z.string(),
    created_by: By,
    child_page: z.object({ title: z.string() }).optional(),
  })
  .transform(
    (block): NotionChild => ({
      id: block.id,
      title: block.child_page?.title ?? null,
      isPage: block.type === 'child_page' || block.type === 'child_database',
      createdBy: block.created_by?.id ?? null,
    }),
  )

export const Children = z
  .object({
    object: z.literal('list'),
    results: z.array(Child),
    has_more: z.boolean(),
    next_cursor: z.string().nullable(),
  })
  .transform(({ results, has_more, next_cursor }) => ({ children: results, next: has_more ? next_cursor : null }))
