import { ExternalError } from '../../../errors.ts'

const STEPS: Record<string, string> = {
  unauthorized: 'Set NOTION_TOKEN anew.',
  restricted_resource: 'Give the integration the capabilities to read, insert and update content.',
  object_not_found: 'In Notion, share the page of NOTION_PARENT_PAGE_ID with the integration, or set another page.',
  unreadable: 'Check NOTION_BASE_URL.',
}

/** What a person does about Notion's refusal; null for what passes by itself. */
export function notionNextStep(error: unknown): string | null {
  return error instanceof ExternalError ? (STEPS[error.code ?? ''] ?? null) : null
}
