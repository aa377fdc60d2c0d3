import { drawBlocks, drawMrkdwn } from './blocks.js'
import { h, menuButton, renderList } from './dom.js'

const HUES = [174, 205, 262, 28, 340, 96, 230, 48]

export function avatar(person) {
  const seed = [...(person?.id ?? '?')].reduce((sum, letter) => sum + letter.charCodeAt(0), 0)
  const words = (person?.real_name ?? '?').split(' ')
  const initials = person?.is_bot
    ? '✦'
    : words
        .map((word) => word[0])
        .slice(0, 2)
        .join('')
        .toUpperCase()
  return h(
    'span',
    { class: `avatar hue-${seed % HUES.length} ${person?.is_bot ? 'app' : ''}`, 'aria-hidden': 'true' },
    initials,
  )
}

/** `10:42 AM`, with the day as a title. */
export function clock(ts, zone) {
  const date = new Date(Number(ts) * 1000)
  const words = date.toLocaleTimeString('en-US', { timeZone: zone, hour: 'numeric', minute: '2-digit' })
  return h('time', { datetime: date.toISOString(), title: date.toLocaleString('en-US', { timeZone: zone }) }, words)
}

const snippet = (text) => (text.length > 60 ? `${text.slice(0, 60)}…` : text)

export const isAtEnd = (list) => list.scrollHeight - list.scrollTop - list.clientHeight < 80

/**
 * Draws a list of messages and keeps it current. True when the newest one is new and out of sight. `place` is `channel` or `thread`; `shell` gives names and takes what a
 * person does.
 */
export function drawMessages(list, messages, { place, shell }) {
  const wasAtEnd = isAtEnd(list)
  const newestBefore = list.lastElementChild?.dataset.key
  const repliesOf = (message) =>
    message.ephemeral
      ? []
      : shell.allMessages(message.channel).filter((one) => one.thread_ts === message.ts && one.ts !== message.ts)
  renderList(list, withDays(messages, shell.zone), {
    keyOf: (item) => item.key,
    markOf: (item) =>
      JSON.stringify([item, shell.me, item.message && place === 'channel' ? repliesOf(item.message).length : 0]),
    render: (item) =>
      item.message
        ? drawMessage(item.message, { place, shell, replies: repliesOf(item.message) })
        : h('li', { class: 'day' }, h('span', {}, item.day)),
  })
  if (wasAtEnd) list.scrollTop = list.scrollHeight
  return !wasAtEnd && newestBefore !== undefined && newestBefore !== list.lastElementChild?.dataset.key
}

/** Messages with a line for each new day. */
function withDays(messages, zone) {
  const items = []
  let lastDay = ''
  for (const message of messages) {
    const day = new Date(Number(message.ts) * 1000).toLocaleDateString('en-US', {
      timeZone: zone,
      weekday: 'long',
      month: 'long',
      day: 'numeric',
    })
    if (day !== lastDay) items.push({ key: `day ${day}`, day })
    lastDay = day
    items.push({ key: message.ts, message })
  }
  return items
}

function drawMessage(message, { place, shell, replies }) {
  const person = shell.person(message.user)
  const name = message.user === 'USLACKBOT' ? 'Workspace' : (person?.real_name ?? message.user)
  const isReplyInChannel = place === 'channel' && message.subtype === 'thread_broadcast'
  const isBroadcastInThread = place === 'thread' && message.subtype === 'thread_broadcast'
  const time = clock(message.ts, shell.zone)
  return h(
    'li',
    { id: `${place}-${message.ts}`, class: message.ephemeral ? 'message ephemeral' : 'message' },
    avatar(person),
    h(
      'article',
      { class: 'message-body', 'aria-label': `${name}, ${time.textContent}` },
      h(
        'p',
        { class: 'byline' },
        h('strong', {}, name),
        person?.is_bot ? h('span', { class: 'app-tag' }, 'App') : null,
        time,
        message.ephemeral ? h('span', { class: 'only-you' }, 'Only visible to you') : null,
      ),
      isReplyInChannel ? replyMark(message, shell) : null,
      drawBody(message, shell),
      isBroadcastInThread ? h('p', { class: 'mark' }, 'Also sent to the channel') : null,
      message.reactions
        ? h(
            'p',
            { class: 'reactions' },
            message.reactions.map((one) => h('span', {}, `:${one.name}: ${one.count}`)),
          )
        : null,
      place === 'channel' && replies.length > 0 ? threadButton(message, replies, shell) : null,
    ),
    drawTools(message, place, shell),
  )
}

function drawBody(message, shell) {
  const world = shell.worldOf(message)
  const body = message.blocks
    ? drawBlocks(message.blocks, world)
    : h(
        'div',
        { class: 'block text' },
        drawMrkdwn(message.text, world),
        message.edited ? h('small', { class: 'edited' }, ' (edited)') : null,
      )
  const files = (message.files ?? []).map((file) => drawFile(file))
  return [body, files]
}

function drawFile(file) {
  const address = `/page/files/${file.id}`
  const isPicture = /\.(png|jpe?g|gif)$/i.test(file.name)
  return h(
    'figure',
    { class: 'block' },
    h('figcaption', {}, h('a', { href: address, target: '_blank', rel: 'noopener' }, file.title || file.name)),
    isPicture ? h('img', { class: 'block-image', src: address, alt: file.title || file.name }) : null,
  )
}

function replyMark(message, shell) {
  const parent = shell.allMessages(message.channel).find((one) => one.ts === message.thread_ts)
  return h(
    'p',
    { class: 'mark' },
    'Replied to a thread: ',
    h(
      'button',
      { type: 'button', class: 'link', onclick: () => shell.openThread(message.thread_ts) },
      parent ? snippet(plainOf(parent.text, shell)) : 'the thread',
    ),
  )
}

/** A text without its marks, for one-line quotes of it. */
const plainOf = (text, shell) =>
  text
    .replace(/<@([A-Z0-9]+)>/g, (all, id) => `@${shell.person(id)?.real_name ?? id}`)
    .replace(/<([^|>]*)\|([^>]*)>/g, '$2')
    .replace(/[<>*_`]/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')

function threadButton(message, replies, shell) {
  const label = replies.length === 1 ? '1 reply' : `${replies.length} replies`
  return h(
    'button',
    {
      type: 'button',
      class: 'replies',
      dataset: { focus: `thread-${message.ts}` },
      onclick: () => shell.openThread(message.ts),
    },
    h('strong', {}, label),
    h('span', {}, 'last at ', clock(replies.at(-1).ts, shell.zone)),
  )
}

function drawTools(message, place, shell) {
  if (message.ephemeral)
    return h(
      'div',
      { class: 'tools' },
      h(
        'button',
        { type: 'button', class: 'tool', 'aria-label': 'Dismiss message', onclick: () => shell.dismiss(message) },
        '✕',
      ),
    )
  const shortcuts = shell.shortcuts.filter((one) => one.type === 'message')
  const root = message.thread_ts ?? message.ts
  return h(
    'div',
    { class: 'tools' },
    place === 'channel'
      ? h(
          'button',
          {
            type: 'button',
            class: 'tool',
            'aria-label': 'Reply in thread',
            title: 'Reply in thread',
            onclick: () => shell.openThread(root),
          },
          '↩',
        )
      : null,
    shortcuts.length > 0
      ? menuButton(
          { class: 'tool', 'aria-label': 'Message shortcuts', title: 'Message shortcuts' },
          '⋮',
          shortcuts.map((one) => ({
            label: one.name,
            description: one.description,
            run: () =>
              shell.act({
                do: 'messageShortcut',
                channel: message.channel,
                ts: message.ts,
                callbackId: one.callback_id,
              }),
          })),
        )
      : null,
  )
}
