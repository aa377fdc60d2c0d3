import { drawBlocks } from './blocks.js'
import { h, menuButton, toast } from './dom.js'
import { drawMessages, isAtEnd } from './messages.js'
import { confirmed, drawModal, worldOfView } from './modal.js'

const $ = (id) => document.getElementById(id)
const here = new URL(location.href)
const state = {
  as: here.searchParams.get('as') ?? '',
  channel: '',
  thread: null,
  tab: 'messages',
  data: null,
  dismissed: new Set(),
  seen: {},
  ask: 0,
}

const person = (id) => state.data.people.find((one) => one.id === id)
const allMessages = (channel) => state.data.messages[channel] ?? []
const isInChannel = (message) =>
  !message.thread_ts || message.thread_ts === message.ts || message.subtype === 'thread_broadcast'
const appChannel = () => state.data.channels.find((channel) => channel.kind === 'im')

/** What the drawing modules know and can do. */
const shell = {
  get me() {
    return state.data.me
  },
  get zone() {
    return person(state.data.me)?.tz ?? 'UTC'
  },
  get shortcuts() {
    return state.data.shortcuts
  },
  person,
  allMessages,
  act,
  confirmed,
  say: toast,
  openThread: (ts) => {
    location.hash = `${state.channel}/${ts}/${ts}`
  },
  dismiss: (message) => {
    state.dismissed.add(message.ts)
    draw()
  },
  baseWorld: () => ({
    me: state.data.me,
    zone: shell.zone,
    people: state.data.people,
    errors: {},
    userName: (id) => person(id)?.real_name ?? id,
    channelName: (id) => state.data.channels.find((channel) => channel.id === id)?.name ?? id,
    valueOf: () => null,
    change: () => {},
  }),
  worldOf: (message) => {
    const at = (element, block) => ({
      channel: message.channel,
      ts: message.ts,
      which: `${block.block_id}/${element.action_id}`,
    })
    return {
      ...shell.baseWorld(),
      press: (element, block) => confirmed(element, () => act({ do: 'click', ...at(element, block) })),
      choose: (element, block, given) => confirmed(element, () => act({ do: 'select', ...at(element, block), given })),
    }
  },
}

/** Does something as the chosen person and says so when the app did not answer well. */
async function act(what, { quiet = false } = {}) {
  let result
  try {
    const response = await fetch('/page/act', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ as: state.data.me, ...what }),
    })
    result = await response.json()
  } catch {
    result = { ok: false, error: 'The stand-in workspace does not answer. Is it still running?' }
  }
  if (!result.ok && !quiet) toast(result.error)
  const { answer } = result
  if (answer && answer.status === null) toast(`${state.data.app.name} did not answer in time (${answer.error}).`)
  else if (answer && answer.status !== 200) toast(`${state.data.app.name} answered with an error (${answer.status}).`)
  await load()
  return result
}

async function load() {
  const ask = (state.ask += 1)
  try {
    const data = await (await fetch(`/page/state?as=${encodeURIComponent(state.as)}`)).json()
    if (ask !== state.ask) return
    state.data = data
    state.as = data.me
    draw()
  } catch {
    $('connection').textContent = 'The workspace is not running'
    $('connection').className = 'connection off'
  }
}

function readAddress() {
  const [channel, ts, thread] = decodeURIComponent(location.hash.slice(1)).split('/')
  const known = state.data.channels.find((one) => one.id === channel) ?? state.data.channels[0]
  if (known && state.channel !== known.id)
    state.tab = known.kind === 'im' && state.data.app.hasHome ? 'home' : 'messages'
  state.channel = known?.id ?? ''
  state.thread = thread && allMessages(state.channel).some((one) => one.ts === thread) ? thread : null
  return ts
}

function draw() {
  const ts = readAddress()
  drawTop()
  drawSidebar()
  drawHeading()
  drawConversation()
  drawThread()
  drawModal(state.data.views, shell)
  if (ts && state.jumped !== location.hash) jumpTo(ts)
}

function jumpTo(ts) {
  state.jumped = location.hash
  const target = $(`channel-${ts}`) ?? $(`thread-${ts}`)
  if (state.thread === ts) return
  target?.scrollIntoView({ block: 'center' })
  target?.classList.add('found')
}

function drawTop() {
  const words = { http: 'App connected', socket: 'App connected (Socket Mode)', none: 'No app connected' }
  const node = $('connection')
  if (node.textContent !== words[state.data.connection]) node.textContent = words[state.data.connection]
  node.className = state.data.connection === 'none' ? 'connection off' : 'connection on'
  const select = $('as')
  const people = state.data.people.filter((one) => !one.is_bot)
  if (select.options.length !== people.length)
    select.replaceChildren(
      ...people.map((one) =>
        h('option', { value: one.id }, one.title ? `${one.real_name} (${one.title})` : one.real_name),
      ),
    )
  select.value = state.data.me
}

function unread(channel) {
  const seen = state.seen[channel.id] ?? '0'
  return channel.id === state.channel
    ? 0
    : allMessages(channel.id).filter((one) => isInChannel(one) && one.ts > seen && one.user !== state.data.me).length
}

function drawSidebar() {
  const newest = allMessages(state.channel).at(-1)
  if (newest) state.seen[state.channel] = newest.ts
  const entry = (channel) => {
    const count = unread(channel)
    const isApp = channel.kind === 'im'
    const label = isApp ? state.data.app.name : channel.name
    return h(
      'li',
      {},
      h(
        'a',
        {
          href: `#${channel.id}`,
          'aria-current': channel.id === state.channel ? 'page' : null,
          class: count > 0 ? 'unread' : '',
          onclick: closeSidebar,
        },
        h('span', { class: 'sign', 'aria-hidden': 'true' }, isApp ? '✦' : channel.kind === 'private' ? '🔒' : '#'),
        h('span', {}, label),
        count > 0 ? h('span', { class: 'count', 'aria-label': `${count} new` }, String(count)) : null,
      ),
    )
  }
  const mark = JSON.stringify([
    state.channel,
    state.data.me,
    state.data.channels.map((channel) => [channel.id, unread(channel)]),
  ])
  if ($('sidebar').mark === mark) return
  $('sidebar').mark = mark
  const group = (title, channels) => (channels.length > 0 ? [h('h2', {}, title), h('ul', {}, channels.map(entry))] : [])
  const places = state.data.channels
  $('sidebar').replaceChildren(
    ...group(
      'Channels',
      places.filter((channel) => channel.kind !== 'im'),
    ),
    ...group(
      'Apps',
      places.filter((channel) => channel.kind === 'im'),
    ),
    h('p', { class: 'sidebar-note' }, 'Everything here runs on this machine and is gone when it stops.'),
  )
}

function closeSidebar() {
  document.body.classList.remove('with-sidebar')
  $('menu').setAttribute('aria-expanded', 'false')
}

function drawHeading() {
  const channel = state.data.channels.find((one) => one.id === state.channel)
  const isApp = channel?.kind === 'im'
  const hasTabs = isApp && state.data.app.hasHome
  const mark = JSON.stringify([channel, state.tab])
  if ($('heading').mark === mark) return
  $('heading').mark = mark
  const title = isApp ? state.data.app.name : `#${channel?.name ?? ''}`
  const tab = (name, words) =>
    h(
      'button',
      { type: 'button', role: 'tab', 'aria-selected': String(state.tab === name), onclick: () => openTab(name) },
      words,
    )
  $('heading').replaceChildren(
    h('h2', {}, title),
    hasTabs
      ? h(
          'div',
          { role: 'tablist', class: 'tabs', 'aria-label': 'Parts of the app' },
          tab('home', 'Home'),
          tab('messages', 'Messages'),
        )
      : h('p', { class: 'topic' }, channel?.topic || `${channel?.members ?? 0} members`),
  )
  $('messages').setAttribute('aria-label', `Messages in ${title}`)
  drawComposer($('composer'), { label: `Message ${title}`, inThread: false })
  $('messages').scrollTop = $('messages').scrollHeight
  $('messages').replaceChildren()
  $('latest').hidden = true
  if (hasTabs && state.tab === 'home') void act({ do: 'home', tab: 'home' })
}

function openTab(name) {
  state.tab = name
  draw()
  if (name === 'messages') void act({ do: 'home', tab: 'messages' })
}

function drawConversation() {
  const isHome = state.tab === 'home' && state.channel === appChannel()?.id
  for (const id of ['messages', 'composer']) $(id).hidden = isHome
  $('home').hidden = !isHome
  if (isHome) drawHome()
  else {
    const ephemerals = state.data.ephemerals.filter(
      (one) => one.channel === state.channel && !one.thread_ts && !state.dismissed.has(one.ts),
    )
    const messages = byTime([...allMessages(state.channel).filter(isInChannel), ...ephemerals])
    if (drawMessages($('messages'), messages, { place: 'channel', shell })) $('latest').hidden = false
  }
}

const byTime = (messages) => messages.sort((a, b) => (a.ts < b.ts ? -1 : 1))

function drawHome() {
  const { home } = state.data
  const mark = JSON.stringify([home?.id, home?.hash, state.data.me])
  if ($('home').mark === mark) return
  $('home').mark = mark
  $('home').replaceChildren(
    home
      ? h('div', { class: 'home-view' }, drawBlocks(home.blocks, worldOfView(home, shell, {})))
      : h('p', { class: 'empty' }, 'The app has not drawn its Home tab yet.'),
  )
}

function drawThread() {
  $('thread').hidden = !state.thread
  document.body.classList.toggle('with-thread', Boolean(state.thread))
  if (!state.thread) return
  const messages = allMessages(state.channel).filter((one) => one.ts === state.thread || one.thread_ts === state.thread)
  const ephemerals = state.data.ephemerals.filter(
    (one) => one.thread_ts === state.thread && !state.dismissed.has(one.ts),
  )
  drawMessages($('replies'), byTime([...messages, ...ephemerals]), { place: 'thread', shell })
  if ($('thread').mark !== state.thread) {
    $('thread').mark = state.thread
    $('replies').scrollTop = $('replies').scrollHeight
    drawComposer($('reply-composer'), { label: 'Reply in thread', inThread: true })
  }
}

function drawComposer(form, { label, inThread }) {
  const hints = h('div', { class: 'hints', hidden: true })
  const box = h('textarea', {
    rows: '1',
    'aria-label': label,
    placeholder: inThread ? 'Reply…' : 'Message or /command',
  })
  const also = h('input', { type: 'checkbox' })
  const send = async () => {
    const text = box.value.trim()
    if (text === '') return
    const [command, ...rest] = text.split(' ')
    if (text.startsWith('/') && inThread) return toast('Slash commands do not work in threads.')
    box.value = ''
    grow()
    const what = text.startsWith('/')
      ? { do: 'command', channel: state.channel, command, text: rest.join(' ').trim() }
      : {
          do: 'say',
          channel: state.channel,
          text: withMentions(text),
          ...(inThread ? { threadTs: state.thread, broadcast: also.checked } : {}),
        }
    const result = await act(what)
    if (!result.ok) box.value = text
  }
  const grow = () => {
    box.style.height = 'auto'
    box.style.height = `${Math.min(box.scrollHeight, 160)}px`
    drawHints(hints, box, inThread)
  }
  box.addEventListener('input', grow)
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault()
      void send()
    }
  })
  form.onsubmit = (event) => {
    event.preventDefault()
    void send()
  }
  const globals = state.data.shortcuts.filter((one) => one.type === 'global')
  form.replaceChildren(
    hints,
    h(
      'div',
      { class: 'composer-row' },
      !inThread && globals.length > 0
        ? menuButton(
            { class: 'icon-button', 'aria-label': 'Shortcuts', title: 'Shortcuts' },
            '⚡',
            globals.map((one) => ({
              label: one.name,
              description: one.description,
              run: () => act({ do: 'shortcut', callbackId: one.callback_id }),
            })),
          )
        : null,
      box,
      h('button', { type: 'submit', class: 'button primary' }, 'Send'),
    ),
    ...(inThread ? [h('label', { class: 'also' }, also, ' Also send to the channel')] : []),
  )
}

/** `@name` of somebody here becomes a mention. */
function withMentions(text) {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return escaped.replace(/@([\w.-]{1,80})/g, (all, name) => {
    const found = state.data.people.find((one) => one.name === name)
    return found ? `<@${found.id}>` : all
  })
}

function drawHints(hints, box, inThread) {
  const matches =
    /^\/\S*$/.test(box.value) && !inThread ? state.data.commands.filter((one) => one.command.startsWith(box.value)) : []
  hints.hidden = matches.length === 0
  hints.replaceChildren(
    ...matches.map((one) =>
      h(
        'button',
        {
          type: 'button',
          onclick: () => {
            box.value = `${one.command} `
            hints.hidden = true
            box.focus()
          },
        },
        h('strong', {}, one.command),
        h('span', {}, [one.usage_hint, one.description].filter(Boolean).join(', ')),
      ),
    ),
  )
}

$('as').addEventListener('change', () => {
  state.as = $('as').value
  here.searchParams.set('as', state.as)
  history.replaceState(null, '', `${here.pathname}${here.search}${location.hash}`)
  state.dismissed.clear()
  $('heading').mark = null
  void load()
})
$('menu').addEventListener('click', () => {
  const isOpen = document.body.classList.toggle('with-sidebar')
  $('menu').setAttribute('aria-expanded', String(isOpen))
})
$('latest').addEventListener('click', () => {
  $('messages').scrollTop = $('messages').scrollHeight
})
$('messages').addEventListener('scroll', () => {
  if (isAtEnd($('messages'))) $('latest').hidden = true
})
$('close-thread').addEventListener('click', () => {
  location.hash = state.channel
})
$('modal').addEventListener('cancel', (event) => {
  event.preventDefault()
  void act({ do: 'close' })
})
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && state.thread && !$('modal').open && !$('confirm').open) location.hash = state.channel
})
window.addEventListener('hashchange', () => state.data && draw())

await load()
const stream = new EventSource('/page/events')
stream.onmessage = () => void load()
stream.onerror = () => {
  $('connection').textContent = 'The workspace is not running'
  $('connection').className = 'connection off'
}
