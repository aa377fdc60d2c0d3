import { drawBlocks, drawText } from './blocks.js'
import { h } from './dom.js'

/** What was typed in open views, by view id and block id. It stays when a view is drawn again. */
const drafts = new Map()
let shown = ''
let isSending = false

const dialog = () => document.getElementById('modal')

/** A stored value of the workspace as the page's inputs take it. */
function fromState(value) {
  if (!value) return null
  if (value.selected_options) return value.selected_options.map((option) => option.value)
  return value.value ?? value.selected_option?.value ?? value.selected_user ?? null
}

function draftOf(view) {
  if (!drafts.has(view.id)) drafts.set(view.id, {})
  return drafts.get(view.id)
}

/** How `blocks.js` reads and changes the inputs of a view. */
export function worldOfView(view, shell, errors) {
  const draft = draftOf(view)
  const base = shell.baseWorld()
  const values = () =>
    Object.fromEntries(
      view.blocks.filter((block) => block.type === 'input').map((block) => [block.block_id, valueOf(block)]),
    )
  const valueOf = (block) =>
    draft[block.block_id] ?? fromState(view.state.values[block.block_id]?.[block.element.action_id])
  const at = (element, block) => ({ viewId: view.id, which: `${block.block_id}/${element.action_id}` })
  return {
    ...base,
    errors,
    valueOf,
    values,
    change: (block, given) => {
      draft[block.block_id] = given
      if (block.dispatch_action && !block.element.type.endsWith('_input'))
        shell.act({ do: 'select', ...at(block.element, block), given })
    },
    press: (element, block) =>
      shell.confirmed(element, () => shell.act({ do: 'click', ...at(element, block), values: values() })),
    choose: (element, block, given) =>
      shell.confirmed(element, () => shell.act({ do: 'select', ...at(element, block), given })),
  }
}

/** Shows the top view of the stack, or nothing. */
export function drawModal(views, shell) {
  const view = views.at(-1)
  const box = dialog()
  if (!view) {
    shown = ''
    drafts.clear()
    if (box.open) box.close()
    return
  }
  const mark = JSON.stringify([view.id, view.hash, view.errors, views.length])
  if (mark === shown) return
  shown = mark
  isSending = false
  draw(view, { shell, errors: view.errors, depth: views.length })
  if (!box.open) box.showModal()
}

function draw(view, { shell, errors, depth }) {
  const box = dialog()
  const world = worldOfView(view, shell, errors)
  const focused = box.contains(document.activeElement) ? document.activeElement.dataset.focus : undefined
  const send = async (event) => {
    event.preventDefault()
    if (isSending) return
    setSending(true)
    const result = await shell.act({ do: 'submit', viewId: view.id, values: world.values() }, { quiet: true })
    setSending(false)
    if (result.ok) return
    if (Object.keys(result.errors ?? {}).length > 0) draw(view, { shell, errors: result.errors, depth })
    else shell.say(result.error)
  }
  box.replaceChildren(
    h(
      'form',
      { method: 'dialog', novalidate: true, onsubmit: send },
      h(
        'div',
        { class: 'modal-head' },
        h('h2', { id: 'modal-title' }, drawText(view.title, world)),
        h(
          'button',
          {
            type: 'button',
            class: 'icon-button',
            'aria-label': 'Close',
            onclick: () => shell.act({ do: 'close', all: true }),
          },
          '✕',
        ),
      ),
      h(
        'div',
        { class: 'modal-body' },
        errors[''] ? h('p', { class: 'error', role: 'alert' }, errors['']) : null,
        drawBlocks(view.blocks, world),
      ),
      h(
        'div',
        { class: 'modal-foot' },
        h(
          'button',
          { type: 'button', class: 'button', onclick: () => shell.act({ do: 'close' }) },
          view.close ? drawText(view.close, world) : depth > 1 ? 'Back' : 'Cancel',
        ),
        view.submit
          ? h('button', { type: 'submit', class: 'button primary', id: 'modal-submit' }, drawText(view.submit, world))
          : null,
      ),
    ),
  )
  const target =
    box.querySelector('.wrong input, .wrong textarea, .wrong select') ??
    (focused ? box.querySelector(`[data-focus="${CSS.escape(focused)}"]`) : null) ??
    box.querySelector('[autofocus], .modal-body input, .modal-body textarea, .modal-body select, .modal-foot button')
  target?.focus()
}

function setSending(value) {
  isSending = value
  const button = document.getElementById('modal-submit')
  if (button) button.setAttribute('aria-busy', String(value))
}

/** Asks first where the element says so. */
export function confirmed(element, run) {
  const { confirm } = element
  if (!confirm) {
    run()
    return
  }
  const box = document.getElementById('confirm')
  const answer = (yes) => () => {
    box.close()
    if (yes) run()
  }
  const plain = { userName: String, channelName: String, zone: 'UTC' }
  box.replaceChildren(
    h('div', { class: 'modal-head' }, h('h2', { id: 'confirm-title' }, drawText(confirm.title, plain))),
    h('div', { class: 'modal-body' }, h('div', {}, drawText(confirm.text, plain))),
    h(
      'div',
      { class: 'modal-foot' },
      h('button', { type: 'button', class: 'button', onclick: answer(false) }, confirm.deny?.text ?? 'Cancel'),
      h(
        'button',
        {
          type: 'button',
          class: `button ${confirm.style === 'danger' ? 'danger filled' : 'primary'}`,
          onclick: answer(true),
        },
        confirm.confirm?.text ?? 'Yes',
      ),
    ),
  )
  box.showModal()
}
