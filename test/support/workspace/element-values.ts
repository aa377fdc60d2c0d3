import { type Element, elementsIn, isStateful } from './blocks.ts'
import { type Block, ClientRefusal, type Json, type StateValues } from './types.ts'

/** What a person typed or chose: a text, an option's value or label, a user id, several of those, or nothing. */
export type Given = string | readonly string[] | null

type Option = Json & { value?: string; text?: { text?: string } }

const PICKERS: Record<string, string> = {
  users_select: 'selected_user',
  conversations_select: 'selected_conversation',
  channels_select: 'selected_channel',
  datepicker: 'selected_date',
  timepicker: 'selected_time',
}
const MULTI_PICKERS: Record<string, string> = {
  multi_users_select: 'selected_users',
  multi_conversations_select: 'selected_conversations',
  multi_channels_select: 'selected_channels',
}

/** The options of a select, checkbox or radio element, groups flattened. */
export function optionsOf(element: Element): Option[] {
  const groups = (element['option_groups'] ?? []) as { options: Option[] }[]
  return [...((element['options'] ?? []) as Option[]), ...groups.flatMap((group) => group.options)]
}

/**
 * The value of one element as Slack puts it into `state.values` and into `actions[0]`.
 * Throws `ClientRefusal` for an option that is not there: a person could not have chosen it.
 */
export function valueOf(element: Element, given: Given): Json {
  const list = given === null ? [] : typeof given === 'string' ? [given] : [...given]
  const first = list[0] ?? null
  const { type } = element
  if (type.endsWith('_input')) return { type, value: first === '' ? null : first }
  const picker = PICKERS[type]
  if (picker) return { type, [picker]: first }
  const multiPicker = MULTI_PICKERS[type]
  if (multiPicker) return { type, [multiPicker]: list }
  if (type === 'datetimepicker') return { type, selected_date_time: first === null ? null : Number(first) }
  if (type === 'checkboxes' || type.startsWith('multi_'))
    return { type, selected_options: list.map((one) => pick(element, one)) }
  return { type, selected_option: first === null ? null : pick(element, first) }
}

function pick(element: Element, wanted: string): Option {
  const options = optionsOf(element)
  const option = options.find((one) => one.value === wanted) ?? options.find((one) => one.text?.text === wanted)
  if (option) return option
  const there = options.map((one) => one.text?.text ?? one.value).join(', ')
  throw new ClientRefusal(`${element.action_id} has no option "${wanted}". It has: ${there}`)
}

/** What the element shows before anybody touched it. */
function initialValueOf(element: Element): Json {
  const { type } = element
  const initialOption = element['initial_option'] as Option | undefined
  const initialOptions = element['initial_options'] as Option[] | undefined
  if (type === 'checkboxes' || /^multi_(static|external)/.test(type))
    return { type, selected_options: initialOptions ?? [] }
  if (/^(static_select|external_select|radio_buttons)$/.test(type))
    return { type, selected_option: initialOption ?? null }
  const plain =
    element['initial_value'] ??
    element['initial_user'] ??
    element['initial_users'] ??
    element['initial_conversation'] ??
    element['initial_conversations'] ??
    element['initial_channel'] ??
    element['initial_channels'] ??
    element['initial_date'] ??
    element['initial_time'] ??
    element['initial_date_time'] ??
    null
  return valueOf(element, typeof plain === 'number' ? String(plain) : (plain as Given))
}

/** State of all stateful elements. A former value stays only where block_id, action_id and kind stay. */
export function stateOf(blocks: readonly Block[], former: StateValues = {}): StateValues {
  const values: StateValues = {}
  for (const { block, element } of elementsIn(blocks)) {
    if (!isStateful(element)) continue
    const before = former[block.block_id]?.[element.action_id]
    const value = before && before['type'] === element.type ? before : initialValueOf(element)
    values[block.block_id] = { ...values[block.block_id], [element.action_id]: value }
  }
  return values
}

/** True when nothing was typed or chosen. */
function isEmptyValue(value: Json): boolean {
  return Object.entries(value).every(
    ([key, one]) => key === 'type' || one === null || one === '' || (Array.isArray(one) && one.length === 0),
  )
}

/** What Slack's client says about an input before it sends anything; null when it is content. */
export function inputProblem(block: Block, element: Element, value: Json): string | null {
  if (isEmptyValue(value)) return block['optional'] === true ? null : 'Please complete this required field.'
  const text = value['value']
  if (typeof text !== 'string') return null
  const min = Number(element['min_length'] ?? 0)
  const max = Number(element['max_length'] ?? 3000)
  if (text.length < min) return `Please enter at least ${min} characters.`
  if (text.length > max) return `Please enter at most ${max} characters.`
  if (element.type === 'email_text_input' && !/^[^\s@]+@[^\s@]+$/.test(text))
    return 'Please enter a valid e-mail address.'
  if (element.type === 'url_text_input' && !URL.canParse(text)) return 'Please enter a valid URL.'
  return element.type === 'number_input' ? numberProblem(element, text) : null
}

function numberProblem(element: Element, text: string): string | null {
  const number = Number(text)
  if (!Number.isFinite(number)) return 'Please enter a number.'
  if (element['is_decimal_allowed'] !== true && !Number.isInteger(number)) return 'Please enter a whole number.'
  const least = Number(element['min_value'] ?? Number.NEGATIVE_INFINITY)
  const most = Number(element['max_value'] ?? Number.POSITIVE_INFINITY)
  if (number < least) return `Please enter at least ${least}.`
  return number > most ? `Please enter at most ${most}.` : null
}
