import {
  all,
  byType,
  type Check,
  flag,
  isObject,
  list,
  matching,
  oneOf,
  repeated,
  shape,
  text,
  url,
  whole,
} from './checks.ts'
import { LIMITS } from './limits.ts'

const WEB = ['http:', 'https:']
const type = text(50)
const actionId = text(LIMITS.actionId)
const slackUser = matching(/^[UW][A-Z0-9]+$/, 'a Slack user id')

/** `plain_text` of at most `max` characters. */
export const plainText = (max: number): Check =>
  byType('text', { plain_text: shape({ type, text: text(max) }, { emoji: flag }) })

/** `plain_text` or `mrkdwn` of at most `max` characters. */
export const anyText = (max: number): Check =>
  byType('text', {
    plain_text: shape({ type, text: text(max) }, { emoji: flag }),
    mrkdwn: shape({ type, text: text(max) }, { verbatim: flag }),
  })

const confirm = shape(
  { title: plainText(LIMITS.confirmTitle), text: anyText(LIMITS.confirmText) },
  {
    confirm: plainText(LIMITS.confirmButton),
    deny: plainText(LIMITS.confirmButton),
    style: oneOf('primary', 'danger'),
  },
)

const option = (label: (max: number) => Check): Check =>
  shape(
    { text: label(LIMITS.optionText), value: text(LIMITS.optionValue) },
    { description: label(LIMITS.optionDescription) },
  )

/** Option values must differ, and what is preselected must be one of them. */
const consistentOptions: Check = (value, at, problems) => {
  if (!isObject(value) || !Array.isArray(value['options'])) return
  const values = value['options'].map((one: unknown) => (isObject(one) ? one['value'] : undefined))
  for (const twice of repeated(values)) problems.push(`${at}.options: value ${JSON.stringify(twice)} occurs twice`)
  const initial = [value['initial_option'], value['initial_options']].flat().filter(isObject)
  for (const one of initial)
    if (!values.includes(one['value'])) problems.push(`${at}: preselects an option that it does not offer`)
}

const choice = (label: (max: number) => Check, max: number, preselected: Record<string, Check>): Check =>
  all(
    shape(
      { type, action_id: actionId, options: list(option(label), { max }) },
      { ...preselected, confirm, focus_on_load: flag, placeholder: plainText(LIMITS.placeholder) },
    ),
    consistentOptions,
  )

const button = shape(
  { type, action_id: actionId, text: plainText(LIMITS.buttonText) },
  {
    value: text(LIMITS.buttonValue),
    url: url(LIMITS.url, WEB),
    style: oneOf('primary', 'danger'),
    confirm,
    accessibility_label: text(LIMITS.accessibilityLabel),
  },
)

/** An image, by public URL or by a file that was uploaded to Slack. */
const pictureSource: Check = (value, at, problems) => {
  if (!isObject(value)) return
  if ((value['image_url'] === undefined) === (value['slack_file'] === undefined))
    problems.push(`${at}: expected either image_url or slack_file`)
}

const pictureFields = {
  image_url: url(LIMITS.url, WEB),
  slack_file: shape({}, { id: matching(/^F[A-Z0-9]+$/, 'a Slack file id'), url: url(LIMITS.url, WEB) }),
}

export const imageElement = all(shape({ type, alt_text: text(LIMITS.altText) }, pictureFields), pictureSource)

export const imageBlock = all(
  shape(
    { type, alt_text: text(LIMITS.altText) },
    { ...pictureFields, block_id: text(LIMITS.blockId), title: plainText(LIMITS.imageTitle) },
  ),
  pictureSource,
)

const selects = {
  static_select: choice(plainText, LIMITS.options, { initial_option: option(plainText) }),
  users_select: shape(
    { type, action_id: actionId },
    { initial_user: slackUser, placeholder: plainText(LIMITS.placeholder), focus_on_load: flag, confirm },
  ),
  checkboxes: choice(anyText, LIMITS.checkboxOptions, {
    initial_options: list(option(anyText), { max: LIMITS.checkboxOptions }),
  }),
  radio_buttons: choice(anyText, LIMITS.radioOptions, { initial_option: option(anyText) }),
}

const overflow = all(
  shape({ type, action_id: actionId, options: list(option(plainText), { max: LIMITS.overflowOptions }) }, { confirm }),
  consistentOptions,
)

const interactive = { button, overflow, ...selects }

/** What an actions block may hold. */
export const actionElement = byType('element', interactive)

/** What a section may hold at its side. */
export const accessory = byType('accessory', { ...interactive, image: imageElement })

const orderedLengths: Check = (value, at, problems) => {
  if (isObject(value) && Number(value['min_length'] ?? 0) > Number(value['max_length'] ?? LIMITS.plainTextInput))
    problems.push(`${at}: min_length is above max_length`)
}

/** What an input block may hold. */
export const inputElement = byType('input element', {
  plain_text_input: all(
    shape(
      { type, action_id: actionId },
      {
        initial_value: text(LIMITS.plainTextInput, 0),
        multiline: flag,
        min_length: whole(0, LIMITS.plainTextInput),
        max_length: whole(1, LIMITS.plainTextInput),
        placeholder: plainText(LIMITS.placeholder),
        focus_on_load: flag,
      },
    ),
    orderedLengths,
  ),
  ...selects,
})

const style = shape({}, { bold: flag, italic: flag, strike: flag, code: flag, underline: flag, highlight: flag })

const leaf = byType('rich text leaf', {
  text: shape({ type, text: text(LIMITS.richTextLeaf) }, { style }),
  link: shape(
    { type, url: url(LIMITS.url, [...WEB, 'mailto:', 'tel:']) },
    { text: text(LIMITS.richTextLeaf), unsafe: flag, style },
  ),
  user: shape({ type, user_id: slackUser }, { style }),
  emoji: shape({ type, name: matching(/^[a-z0-9_+-]+$/, 'an emoji name') }, { unicode: text(100), style }),
  date: shape(
    { type, timestamp: whole(0, 9_999_999_999), format: text(200) },
    { fallback: text(200), url: url(LIMITS.url, WEB), style },
  ),
})

const leaves = list(leaf, { max: 500 })
const section = shape({ type, elements: leaves })

/** What a rich_text block may hold. */
export const richTextPart = byType('rich text part', {
  rich_text_section: section,
  rich_text_list: shape(
    {
      type,
      style: oneOf('bullet', 'ordered'),
      elements: list(byType('list item', { rich_text_section: section }), { max: 100 }),
    },
    { indent: whole(0, 8), border: whole(0, 1) },
  ),
  rich_text_quote: shape({ type, elements: leaves }, { border: whole(0, 1) }),
  rich_text_preformatted: shape({ type, elements: leaves }, { border: whole(0, 1) }),
})
