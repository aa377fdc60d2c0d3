/** What of a Slack call would act on a reader: mentions, broadcasts and links that we did not mean. */
export type Allowed = { people: string[]; hosts: string[]; own: string }

/**
 * Every part of a call's text and blocks that mentions somebody else than `people`, or links anywhere but to our own
 * pages, the workspace's own permalinks and mail addresses without a tag in them. Slack's own rules: mrkdwn and the
 * text twin act on `<…>`, rich text acts by the type of its elements, plain text never acts.
 */
export function hostileParts(args: Record<string, unknown>, allowed: Allowed): string[] {
  const found: string[] = []
  const isOurs = (url: string) =>
    (URL.canParse(url) && allowed.hosts.includes(new URL(url).host)) ||
    url.startsWith(allowed.own) ||
    /^mailto:[\w.+%-]+@[\w.-]+$/.test(url)
  const tags = (text: string, where: string) => {
    for (const [tag, inner = ''] of text.matchAll(/<([^<>]*)>/g)) {
      const isPerson = allowed.people.some((id) => inner === `@${id}`)
      if (!isPerson && !/^!date\^\d+\^/.test(inner) && !isOurs(inner.split('|')[0] ?? ''))
        found.push(`${where}: ${tag}`)
    }
    if (/(^|\s)[<>]/.test(text.replace(/<[^<>]*>/g, ''))) found.push(`${where}: a bare bracket in ${text}`)
  }
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(walk)
    if (typeof value !== 'object' || value === null) return
    const node = value as Record<string, unknown>
    if (node['type'] === 'mrkdwn') tags(String(node['text']), 'mrkdwn')
    if (node['type'] === 'user' && !allowed.people.includes(String(node['user_id']))) found.push(JSON.stringify(node))
    if (['broadcast', 'usergroup', 'channel'].includes(String(node['type']))) found.push(JSON.stringify(node))
    if (typeof node['url'] === 'string' && !isOurs(node['url'])) found.push(`url: ${node['url']}`)
    Object.values(node).forEach(walk)
  }
  if (typeof args['text'] === 'string') tags(args['text'], 'text')
  walk(args['blocks'])
  walk(args['view'])
  return found
}
