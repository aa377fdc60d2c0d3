/**
 * Makes an element. Strings become text, never markup. `on*` properties are listeners, `dataset` and `aria*` work as
 * their names say, everything else is an attribute or a property.
 */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag)
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue
    if (key.startsWith('on')) node.addEventListener(key.slice(2).toLowerCase(), value)
    else if (key === 'class') node.className = value
    else if (key === 'dataset') Object.assign(node.dataset, value)
    else if (key === 'value') node.value = value
    else node.setAttribute(key, value === true ? '' : String(value))
  }
  node.append(...children.flat(9).filter((child) => child !== null && child !== undefined && child !== false))
  return node
}

/** A link that leaves this page, or plain text when the address is not one a person should follow. */
export function link(url, label) {
  const isSafe = /^(https?:|mailto:|tel:)/i.test(url)
  if (!isSafe) return h('span', {}, label)
  return h('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, label)
}

let openMenu = null

function closeMenu(refocus) {
  if (!openMenu) return
  openMenu.list.remove()
  openMenu.button.setAttribute('aria-expanded', 'false')
  if (refocus) openMenu.button.focus()
  openMenu = null
}

document.addEventListener('click', (event) => {
  if (openMenu && !openMenu.list.contains(event.target) && !openMenu.button.contains(event.target)) closeMenu(false)
})

function menuKeys(event) {
  const items = [...openMenu.list.querySelectorAll('[role=menuitem]')]
  const at = items.indexOf(document.activeElement)
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key]
  if (event.key === 'Escape') {
    event.stopPropagation()
    closeMenu(true)
  } else if (event.key === 'Tab') closeMenu(false)
  else if (to !== undefined) {
    event.preventDefault()
    items[(to + items.length) % items.length]?.focus()
  }
}

/** A button that opens a list of choices. `items`: `{ label, description?, run }`. */
export function menuButton(props, content, items) {
  const toggle = () => {
    const wasOpen = openMenu?.button === button
    closeMenu(false)
    if (wasOpen) return
    const list = h(
      'div',
      { class: 'menu', role: 'menu', onkeydown: menuKeys },
      items.map((item) =>
        h(
          'button',
          {
            type: 'button',
            role: 'menuitem',
            tabindex: '-1',
            onclick: () => {
              closeMenu(true)
              item.run()
            },
          },
          item.label,
          item.description ? h('small', {}, item.description) : null,
        ),
      ),
    )
    button.after(list)
    button.setAttribute('aria-expanded', 'true')
    openMenu = { list, button }
    list.querySelector('[role=menuitem]')?.focus()
    if (list.getBoundingClientRect().right > window.innerWidth) list.classList.add('to-left')
    if (list.getBoundingClientRect().bottom > window.innerHeight) list.classList.add('upwards')
  }
  const button = h(
    'button',
    { type: 'button', 'aria-haspopup': 'menu', 'aria-expanded': 'false', ...props, onclick: toggle },
    content,
  )
  return h('span', { class: 'menu-place' }, button)
}

/**
 * Brings the children of `parent` in line with `items`, touching only what changed, so that focus, open menus and
 * scroll survive. `keyOf` names an item, `markOf` says whether it changed, `render` draws it.
 */
export function renderList(parent, items, { keyOf, markOf, render }) {
  const known = new Map([...parent.children].map((node) => [node.dataset.key, node]))
  let previous = null
  for (const item of items) {
    const key = keyOf(item)
    const mark = markOf(item)
    let node = known.get(key)
    known.delete(key)
    if (!node || node.mark !== mark) {
      const fresh = render(item)
      fresh.dataset.key = key
      fresh.mark = mark
      if (node) replaceKeepingFocus(node, fresh)
      node = fresh
    }
    const place = previous ? previous.nextSibling : parent.firstChild
    if (place !== node) parent.insertBefore(node, place)
    previous = node
  }
  for (const node of known.values()) node.remove()
}

function replaceKeepingFocus(old, fresh) {
  const focused = old.contains(document.activeElement) ? document.activeElement.dataset.focus : undefined
  old.replaceWith(fresh)
  if (focused) fresh.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus()
}

const toasts = () => document.getElementById('toasts')

/** A short note at the bottom, read aloud, gone after a while. */
export function toast(text) {
  const note = h('p', {}, text)
  toasts().append(note)
  setTimeout(() => note.remove(), 7000)
}
