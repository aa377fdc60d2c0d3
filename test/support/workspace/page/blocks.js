import { h, link, menuButton } from './dom.js'
import { EMOJI, formatDate, markdownToMrkdwn, parseMrkdwn } from './mrkdwn.js'

/**
 * Draws Block Kit. `world` knows names (`userName`, `channelName`), the viewer's `zone`, and takes what a person does:
 * `press(element, block)`, `choose(element, block, given)`, `values(block, element)` for inputs.
 */

export function drawMrkdwn(text, world) {
  return parseMrkdwn(text ?? '').map((block, index, all) => {
    if (block.type === 'pre') return h('pre', {}, block.text)
    if (block.type === 'quote')
      return h(
        'blockquote',
        {},
        block.lines.map((nodes, n) => [n > 0 ? h('br') : null, drawNodes(nodes, world)]),
      )
    const isLineBefore = all[index - 1]?.type === 'line'
    return [isLineBefore ? h('br') : null, drawNodes(block.nodes, world)]
  })
}

const DRAW = {
  text: (node) => node.text,
  bold: (node, world) => h('strong', {}, drawNodes(node.nodes, world)),
  italic: (node, world) => h('em', {}, drawNodes(node.nodes, world)),
  strike: (node, world) => h('s', {}, drawNodes(node.nodes, world)),
  code: (node) => h('code', {}, node.text),
  link: (node) => link(node.url, node.label),
  emoji: (node) => h('span', { role: 'img', 'aria-label': node.name.replaceAll('_', ' ') }, node.text),
  user: (node, world) => mention(`@${world.userName(node.id)}`, node.id === world.me),
  channel: (node, world) => mention(`#${node.label ?? world.channelName(node.id)}`),
  mention: (node) => mention(node.text),
  date: (node, world) => {
    const words = formatDate(node.stamp, node.format, world.zone) || node.fallback
    const time = h('time', { datetime: isoOf(node.stamp), title: node.fallback }, words)
    return node.url ? link(node.url, time) : time
  },
}

function drawNodes(nodes, world) {
  return nodes.map((node) => DRAW[node.type](node, world))
}

const mention = (text, isMe) => h('span', { class: isMe ? 'mention me' : 'mention' }, text)

function isoOf(stamp) {
  const date = new Date(stamp * 1000)
  return Number.isNaN(date.getTime()) ? '' : date.toISOString()
}

export function drawText(text, world) {
  if (!text) return null
  return text.type === 'mrkdwn' ? drawMrkdwn(text.text, world) : drawPlain(text)
}

function drawPlain(text) {
  const words =
    text.emoji === false ? text.text : text.text.replace(/:([a-z0-9_+-]{1,40}):/g, (all, name) => EMOJI[name] ?? all)
  return words.split('\n').map((line, index) => [index > 0 ? h('br') : null, line])
}

const BLOCKS = {
  header: (block, world) => h('h3', { class: 'block header' }, drawText(block.text, world)),
  section: (block, world) =>
    h(
      'div',
      { class: 'block section' },
      h(
        'div',
        { class: 'section-text' },
        block.text ? h('div', {}, drawText(block.text, world)) : null,
        block.fields
          ? h(
              'div',
              { class: 'fields' },
              block.fields.map((field) => h('div', {}, drawText(field, world))),
            )
          : null,
      ),
      block.accessory ? h('div', { class: 'accessory' }, drawElement(block.accessory, block, world)) : null,
    ),
  context: (block, world) =>
    h(
      'div',
      { class: 'block context' },
      block.elements.map((element) =>
        element.type === 'image' ? picture(element, 'context-image') : h('span', {}, drawText(element, world)),
      ),
    ),
  actions: (block, world) =>
    h(
      'div',
      { class: 'block actions' },
      block.elements.map((element) => drawElement(element, block, world)),
    ),
  divider: () => h('hr', { class: 'block' }),
  image: (block, world) =>
    h(
      'figure',
      { class: 'block' },
      block.title ? h('figcaption', {}, drawText(block.title, world)) : null,
      picture(block, 'block-image'),
    ),
  markdown: (block, world) => h('div', { class: 'block' }, drawMrkdwn(markdownToMrkdwn(block.text), world)),
  rich_text: (block, world) =>
    h(
      'div',
      { class: 'block rich' },
      block.elements.map((part) => drawRich(part, world)),
    ),
  alert: (block, world) =>
    h('div', { class: `block alert ${block.level ?? 'default'}`, role: 'note' }, drawText(block.text, world)),
  input: (block, world) => drawInput(block, world),
}

export function drawBlocks(blocks, world) {
  return blocks.map((block) => {
    const draw = BLOCKS[block.type]
    return draw
      ? draw(block, world)
      : h('p', { class: 'block unknown' }, `The stand-in does not draw "${block.type}" blocks.`)
  })
}

function picture(source, className) {
  const file = source.slack_file
  const src = file ? `/page/files/${file.id ?? String(file.url).split('/').at(-1)}` : source.image_url
  const image = h('img', {
    class: className,
    src: /^(https?:|\/)/.test(src ?? '') ? src : null,
    alt: source.alt_text,
    loading: 'lazy',
  })
  image.addEventListener('error', () =>
    image.replaceWith(h('span', { class: 'no-image' }, `Picture: ${source.alt_text}`)),
  )
  return image
}

const RICH = {
  rich_text_section: (part, world) => h('div', {}, drawLeaves(part.elements, world)),
  rich_text_preformatted: (part, world) => h('pre', {}, drawLeaves(part.elements, world)),
  rich_text_quote: (part, world) => h('blockquote', {}, drawLeaves(part.elements, world)),
  rich_text_list: (part, world) =>
    h(
      part.style === 'ordered' ? 'ol' : 'ul',
      { class: `indent-${part.indent ?? 0}` },
      part.elements.map((item) => h('li', {}, drawLeaves(item.elements, world))),
    ),
}

const drawRich = (part, world) => (RICH[part.type] ? RICH[part.type](part, world) : null)

const LEAVES = {
  text: (leaf) => leaf.text.split('\n').map((line, index) => [index > 0 ? h('br') : null, line]),
  link: (leaf) => link(leaf.url, leaf.text ?? leaf.url),
  user: (leaf, world) => mention(`@${world.userName(leaf.user_id)}`, leaf.user_id === world.me),
  channel: (leaf, world) => mention(`#${world.channelName(leaf.channel_id)}`),
  broadcast: (leaf) => mention(`@${leaf.range}`),
  emoji: (leaf) =>
    h('span', { role: 'img', 'aria-label': leaf.name.replaceAll('_', ' ') }, EMOJI[leaf.name] ?? `:${leaf.name}:`),
  date: (leaf, world) =>
    h(
      'time',
      { datetime: isoOf(leaf.timestamp) },
      formatDate(leaf.timestamp, leaf.format, world.zone) || leaf.fallback,
    ),
}

function drawLeaves(leaves, world) {
  return leaves.map((leaf) => {
    let node = LEAVES[leaf.type]?.(leaf, world) ?? null
    for (const [style, tag] of [
      ['code', 'code'],
      ['bold', 'strong'],
      ['italic', 'em'],
      ['strike', 's'],
      ['underline', 'u'],
    ])
      if (leaf.style?.[style]) node = h(tag, {}, node)
    return node
  })
}

/** A button, menu or select that acts at once. */
function drawElement(element, block, world) {
  const focus = { focus: `${block.block_id}/${element.action_id}` }
  if (element.type === 'image') return picture(element, 'accessory-image')
  if (element.type === 'button') return drawButton(element, block, world)
  if (element.type === 'overflow') {
    const items = element.options.map((option) => ({
      label: option.text.text,
      description: option.description?.text,
      run: () => world.choose(element, block, option.value),
    }))
    return menuButton({ class: 'button', 'aria-label': 'More actions', dataset: focus }, '⋯', items)
  }
  return drawChoice(element, block, world, {
    label: element.placeholder?.text ?? 'Choose',
    current: null,
    change: (given) => world.choose(element, block, given),
  })
}

function drawButton(element, block, world) {
  const props = {
    class: `button ${element.style ?? ''}`,
    'aria-label': element.accessibility_label,
    dataset: { focus: `${block.block_id}/${element.action_id}` },
    onclick: () => world.press(element, block),
  }
  const words = drawPlain(element.text)
  if (element.url && /^https?:/.test(element.url))
    return h('a', { ...props, href: element.url, target: '_blank', rel: 'noopener noreferrer' }, words)
  return h('button', { type: 'button', ...props }, words)
}

const optionsOf = (element) => [
  ...(element.options ?? []),
  ...(element.option_groups ?? []).flatMap((group) => group.options),
]

/** A select, a set of boxes or of radios. `change` gets a value, or a list of them for boxes. */
function drawChoice(element, block, world, { label, labelledBy, current, change }) {
  const focus = { focus: `${block.block_id}/${element.action_id}` }
  if (element.type === 'checkboxes' || element.type === 'radio_buttons') {
    const kind = element.type === 'checkboxes' ? 'checkbox' : 'radio'
    const picked = new Set([current].flat().filter(Boolean))
    const name = `${block.block_id}-${element.action_id}`
    const group = h(
      'div',
      {
        class: 'choices',
        role: kind === 'radio' ? 'radiogroup' : 'group',
        'aria-labelledby': labelledBy,
        'aria-label': labelledBy ? null : label,
      },
      optionsOf(element).map((option) =>
        h(
          'label',
          {},
          h('input', {
            type: kind,
            name,
            value: option.value,
            checked: picked.has(option.value),
            onchange: () =>
              change(
                kind === 'radio' ? option.value : [...group.querySelectorAll('input:checked')].map((box) => box.value),
              ),
          }),
          h(
            'span',
            {},
            drawText(option.text, world),
            option.description ? h('small', {}, drawText(option.description, world)) : null,
          ),
        ),
      ),
    )
    return group
  }
  const isPeople = element.type === 'users_select'
  const choices = isPeople
    ? world.people.filter((person) => !person.is_bot).map((person) => [person.id, person.real_name])
    : optionsOf(element).map((option) => [option.value, option.text.text])
  const select = h(
    'select',
    {
      'aria-label': labelledBy ? null : label,
      'aria-labelledby': labelledBy,
      dataset: focus,
      onchange: () => change(select.value || null),
    },
    h('option', { value: '' }, element.placeholder?.text ?? 'Choose'),
    choices.map(([value, text]) => h('option', { value }, text)),
  )
  select.value = current ?? initialOf(element) ?? ''
  return select
}

function initialOf(element) {
  return element.initial_user ?? element.initial_option?.value ?? null
}

function drawInput(block, world) {
  const { element } = block
  const id = `input-${block.block_id}`
  const current = world.valueOf(block)
  const change = (given) => world.change(block, given)
  const error = world.errors[block.block_id]
  const isText = element.type.endsWith('_input')
  const described = error ? `${id}-error` : block.hint ? `${id}-hint` : null
  const control = isText
    ? h(element.multiline ? 'textarea' : 'input', {
        id,
        type: element.multiline ? null : 'text',
        rows: element.multiline ? 4 : null,
        placeholder: element.placeholder?.text,
        autofocus: element.focus_on_load,
        'aria-describedby': described,
        'aria-invalid': error ? 'true' : null,
        autocomplete: 'off',
        value: current ?? '',
        dataset: { focus: id },
        oninput: (event) => change(event.target.value),
      })
    : drawChoice(element, block, world, { labelledBy: `${id}-label`, current, change })
  const labelText = [drawPlain(block.label), block.optional ? h('small', {}, ' (optional)') : null]
  return h(
    'div',
    { class: error ? 'block input wrong' : 'block input' },
    isText
      ? h('label', { for: id, id: `${id}-label` }, labelText)
      : h('span', { class: 'label', id: `${id}-label` }, labelText),
    control,
    block.hint ? h('p', { class: 'hint', id: `${id}-hint` }, drawPlain(block.hint)) : null,
    error ? h('p', { class: 'error', id: `${id}-error` }, error) : null,
  )
}
