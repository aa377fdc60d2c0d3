import { all, byType, type Check, flag, isObject, type JsonObject, list, repeated, shape, text } from './checks.ts'
import { LIMITS } from './limits.ts'
import {
  accessory,
  actionElement,
  anyText,
  imageBlock,
  imageElement,
  inputElement,
  plainText,
  richTextPart,
} from './validate-elements.ts'

export type Surface = 'message' | 'modal' | 'home'

const type = text(50)
const optional = { block_id: text(LIMITS.blockId) }

const uniqueActionIds: Check = (value, at, problems) => {
  const elements = isObject(value) && Array.isArray(value['elements']) ? value['elements'] : []
  const ids = elements.map((one: unknown) => (isObject(one) ? one['action_id'] : undefined))
  for (const id of repeated(ids)) problems.push(`${at}: action_id ${JSON.stringify(id)} occurs twice in one block`)
}

const textOrFields: Check = (value, at, problems) => {
  if (isObject(value) && value['text'] === undefined && value['fields'] === undefined)
    problems.push(`${at}: a section needs text or fields`)
}

const block = byType('block', {
  actions: all(
    shape({ type, elements: list(actionElement, { max: LIMITS.actionsElements }) }, optional),
    uniqueActionIds,
  ),
  section: all(
    shape(
      { type },
      {
        ...optional,
        text: anyText(LIMITS.sectionText),
        fields: list(anyText(LIMITS.sectionFieldText), { max: LIMITS.sectionFields }),
        accessory,
        expand: flag,
      },
    ),
    textOrFields,
  ),
  header: shape({ type, text: plainText(LIMITS.headerText) }, optional),
  context: shape(
    {
      type,
      elements: list(
        byType('context element', {
          plain_text: plainText(LIMITS.contextText),
          mrkdwn: anyText(LIMITS.contextText),
          image: imageElement,
        }),
        { max: LIMITS.contextElements },
      ),
    },
    optional,
  ),
  divider: shape({ type }, optional),
  image: imageBlock,
  input: shape(
    { type, label: plainText(LIMITS.inputLabel), element: inputElement },
    { ...optional, hint: plainText(LIMITS.inputHint), optional: flag, dispatch_action: flag },
  ),
  rich_text: shape({ type, elements: list(richTextPart, { max: 100 }) }, optional),
  alert: shape({ type, text: anyText(LIMITS.alertText) }, optional),
})

/** `alert` shows in modals only; an input in a message is legal for Slack and never wanted here. */
const NOT_ON: Record<Surface, string[]> = { message: ['alert', 'input'], modal: [], home: ['alert'] }

const MOST_BLOCKS: Record<Surface, number> = {
  message: LIMITS.messageBlocks,
  modal: LIMITS.modalBlocks,
  home: LIMITS.homeBlocks,
}

/**
 * The size that Slack's undocumented limit on a message is held against: the blocks as JSON, in characters.
 * The strictest reading of what is known, see `LIMITS.messageCharacters`.
 */
export function charactersOf(blocks: unknown): number {
  return JSON.stringify(blocks)?.length ?? 0
}

function focusCount(blocks: JsonObject[]): number {
  const elements = blocks.flatMap((one) => [one['element'], one['accessory'], one['elements']].flat()).filter(isObject)
  return elements.filter((one) => one['focus_on_load'] === true).length
}

function checkWhole(surface: Surface, blocks: JsonObject[], problems: string[]): void {
  for (const id of repeated(blocks.map((one) => one['block_id'])))
    problems.push(`blocks: block_id ${JSON.stringify(id)} occurs twice`)
  for (const [index, one] of blocks.entries())
    if (NOT_ON[surface].some((name) => name === one['type']))
      problems.push(`blocks[${index}]: ${String(one['type'])} does not belong in a ${surface}`)
  if (focusCount(blocks) > 1) problems.push('blocks: only one element may have focus_on_load')
}

/**
 * Checks blocks as strictly as Slack does, for everything this project sends: unknown types and fields, lengths, counts,
 * ids, URL schemes. `blocks` is anything; `text`, the text twin, is checked when given and must not be empty.
 * Returns the problems as `path: what is wrong`, empty when there are none. Never throws for a value that came from JSON.
 */
export function validateBlocks(surface: Surface, blocks: unknown, text?: string): string[] {
  const problems: string[] = []
  if (text !== undefined) checkTextTwin(text, problems)
  list(block, { max: MOST_BLOCKS[surface] })(blocks, 'blocks', problems)
  if (!Array.isArray(blocks)) return problems
  checkWhole(surface, blocks.filter(isObject), problems)
  const size = charactersOf(blocks)
  if (surface === 'message' && size > LIMITS.messageCharacters)
    problems.push(`blocks: must have at most ${LIMITS.messageCharacters} characters in all, have ${size}`)
  return problems
}

function checkTextTwin(twin: string, problems: string[]): void {
  if (twin.trim() === '') problems.push('text: a message needs a text twin that says something')
  if (twin.length > LIMITS.messageText)
    problems.push(`text: must have at most ${LIMITS.messageText} characters, has ${twin.length}`)
}

const anything: Check = () => undefined

const viewCommon = {
  private_metadata: text(LIMITS.privateMetadata, 0),
  callback_id: text(LIMITS.callbackId),
  external_id: text(LIMITS.externalId),
}

const viewShape = byType('view', {
  modal: shape(
    { type, title: plainText(LIMITS.viewTitle), blocks: anything },
    {
      ...viewCommon,
      submit: plainText(LIMITS.viewButton),
      close: plainText(LIMITS.viewButton),
      clear_on_close: flag,
      notify_on_close: flag,
      submit_disabled: flag,
    },
  ),
  home: shape({ type, blocks: anything }, viewCommon),
})

/**
 * Checks a modal or a Home view as strictly as Slack does: its own fields, its blocks, that a modal with an input has a
 * submit button, and its size. Returns the problems, empty when there are none. Never throws for a value that came from JSON.
 */
export function validateView(view: unknown): string[] {
  const problems: string[] = []
  viewShape(view, 'view', problems)
  if (!isObject(view)) return problems
  const surface = view['type'] === 'home' ? 'home' : 'modal'
  problems.push(...validateBlocks(surface, view['blocks']))
  const blocks = Array.isArray(view['blocks']) ? view['blocks'].filter(isObject) : []
  if (surface === 'modal' && view['submit'] === undefined && blocks.some((one) => one['type'] === 'input'))
    problems.push('view.submit: is missing, a modal with an input needs it')
  const bytes = new TextEncoder().encode(JSON.stringify(view)).length
  if (bytes > LIMITS.viewBytes) problems.push(`view: must have at most ${LIMITS.viewBytes} bytes, has ${bytes}`)
  return problems
}
