/** The longest piece of a wrong value that a problem repeats. Values of secrets are never repeated. */
const SHOWN_LENGTH = 60
/** At least two labels, and a last one that no IP address has. */
const HOST_NAME = /^(?=.{1,253}$)(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+[a-z][a-z\d-]{0,61}[a-z\d]$/
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i

/**
 * Reads single variables of an environment into typed values and collects what is wrong with them. Every reader
 * returns null for an absent variable and for a wrong one; the wrong one is also in `problems`. Blank is absent.
 */
export class EnvReader {
  readonly problems: { variable: string; problem: string }[] = []
  readonly #env: Record<string, string | undefined>

  constructor(env: Record<string, string | undefined>) {
    this.#env = env
  }

  add(variable: string, problem: string): void {
    this.problems.push({ variable, problem })
  }

  isGiven(name: string): boolean {
    return this.#text(name) !== null
  }

  /** One line of text: spaces allowed, no control characters. */
  line(name: string): string | null {
    const value = this.#text(name)
    if (value === null) return null
    // A control character in a path, a cookie or a header value is always an accident of pasting.
    if (/\p{Cc}/u.test(value)) return this.#wrong(name, 'contains a line break or another control character')
    return value
  }

  /** A key, token or id: printable ASCII without spaces, as it is sent in a header. */
  secret(name: string): string | null {
    const value = this.#text(name)
    if (value === null) return null
    if (!/^[\x21-\x7e]+$/.test(value))
      return this.#wrong(name, 'contains a space, a line break or a letter that no key has (pasted twice, or cut?)')
    return value
  }

  /** A secret that stands in a URL path, so it must need no escaping. */
  pathToken(name: string): string | null {
    const value = this.#text(name)
    if (value === null) return null
    if (!/^[\w.~-]+$/.test(value)) return this.#wrong(name, 'may only have letters, digits and - _ . ~')
    return value
  }

  /** A Slack token. Only a token of another known kind is refused: a stand-in workspace issues what it likes. */
  slackToken(name: string, prefix: 'xoxb-' | 'xapp-'): string | null {
    const value = this.secret(name)
    const kind = value === null ? null : /^(?:xox[a-z]|xapp|xoxe\.xox[a-z])-/.exec(value)?.[0]
    if (value === null || kind === null || kind === undefined || kind === prefix || kind === `xoxe.${prefix}`)
      return value
    return this.#wrong(name, `starts with ${kind}, a token that starts with ${prefix} is needed`)
  }

  userId(name: string): string | null {
    return this.userIds(name, 1)[0] ?? null
  }

  /** Slack user ids, divided by commas. */
  userIds(name: string, most = 100): string[] {
    const value = this.#text(name)
    if (value === null) return []
    const ids = value.split(',').flatMap((id) => id.trim() || [])
    const wrong = ids.find((id) => !/^[UW][A-Z0-9_]{1,30}$/.test(id))
    if (wrong === undefined && ids.length <= most) return [...new Set(ids)]
    const expected = most === 1 ? 'one Slack user id' : 'Slack user ids divided by commas'
    this.#wrong(name, `must be ${expected}, such as U012AB3CD, and has ${shown(wrong ?? value)}`)
    return []
  }

  /** A Slack channel id or name; a leading `#` is dropped. */
  channel(name: string): string | null {
    const value = this.#text(name)?.replace(/^#/, '') ?? null
    if (value === null) return null
    if (!/^[\p{L}\p{N}_.-]{1,80}$/u.test(value))
      return this.#wrong(name, `must be a channel name or id, and is ${shown(value)}`)
    return value
  }

  /** A Notion page id in dashed form, from a dashed or bare one or from the address of the page. */
  notionPageId(name: string): string | null {
    const value = this.#text(name)
    if (value === null) return null
    const path = URL.parse(value)?.pathname ?? value
    const id = /(?:^|[/-])([0-9a-f]{32})$/i.exec(path.replace(UUID, (dashed) => dashed.replaceAll('-', '')))?.[1]
    if (id === undefined)
      return this.#wrong(name, 'must be the id of a Notion page (32 letters and digits) or its address')
    return id.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  }

  host(name: string): string | null {
    const value = this.#text(name)
    if (value === null) return null
    if (!/^[A-Za-z0-9.:_%-]{1,255}$/.test(value))
      return this.#wrong(name, `must be a host name or an IP address, such as 127.0.0.1, and is ${shown(value)}`)
    return value
  }

  /** Names of public hosts, divided by commas, in lower case: no addresses, ports, paths or wildcards. */
  hostNames(name: string): string[] {
    const hosts = (this.#text(name) ?? '').split(',').flatMap((host) => host.trim().toLowerCase() || [])
    const wrong = hosts.find((host) => !HOST_NAME.test(host))
    if (wrong === undefined) return [...new Set(hosts)]
    this.#wrong(name, `must be host names divided by commas, such as cdn.example.com, and has ${shown(wrong)}`)
    return []
  }

  /** An http or https URL, without its trailing slashes. A query is kept, a fragment is refused. */
  url(name: string): string | null {
    const value = this.#text(name)
    if (value === null) return null
    const url = URL.parse(value)
    if (url === null || !/^https?:\/\//i.test(value))
      return this.#wrong(name, `must be a URL that starts with http:// or https://`)
    if (url.username !== '' || url.password !== '')
      return this.#wrong(name, 'must be a URL without a user and a password in it')
    if (url.hash !== '') return this.#wrong(name, 'must be a URL without a # part')
    let end = url.href.length
    while (url.search === '' && url.href[end - 1] === '/') end -= 1
    return url.href.slice(0, end)
  }

  /** A Postgres URL of a connection that keeps its session. */
  postgresUrl(name: string): string | null {
    const value = this.#text(name)
    if (value === null) return null
    const url = URL.parse(value)
    if (url === null || !/^postgres(?:ql)?:$/.test(url.protocol) || url.hostname === '')
      return this.#wrong(name, 'must be a URL such as postgresql://user:password@host:5432/postgres')
    // Locks and notifications belong to a session, and Supabase's pooler on 6543 gives each transaction another one.
    if (url.port === '6543' && /\.supabase\.(?:co|com)$/.test(url.hostname))
      return this.#wrong(name, 'is the transaction pooler (port 6543), the direct or session-mode one (5432) is needed')
    return value
  }

  number(name: string, range: { min: number; max: number; integer?: boolean }): number | null {
    const value = this.#text(name)
    if (value === null) return null
    const number = /^\d+(?:\.\d+)?$/.test(value) ? Number(value) : Number.NaN
    const fits = number >= range.min && number <= range.max && (!range.integer || Number.isInteger(number))
    if (fits) return number
    const kind = range.integer ? 'a whole number' : 'a number'
    return this.#wrong(name, `must be ${kind} from ${range.min} to ${range.max}, and is ${shown(value)}`)
  }

  boolean(name: string): boolean | null {
    const value = this.#text(name)?.toLowerCase() ?? null
    if (value === null) return null
    if (['true', '1', 'yes', 'on'].includes(value)) return true
    if (['false', '0', 'no', 'off'].includes(value)) return false
    return this.#wrong(name, `must be true or false, and is ${shown(value)}`)
  }

  choice<const T extends string>(name: string, choices: readonly T[]): T | null {
    const value = this.#text(name)
    if (value === null) return null
    const found = choices.find((choice) => choice === value.toLowerCase())
    return found ?? this.#wrong(name, `must be one of ${choices.join(', ')}, and is ${shown(value)}`)
  }

  /** A JSON object whose values are all text. Absent and wrong both give an empty object. */
  jsonObject(name: string): Record<string, string> {
    const value = this.#text(name)
    if (value === null) return {}
    let parsed: unknown
    try {
      parsed = JSON.parse(value)
    } catch {
      parsed = null
    }
    const entries =
      typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? Object.entries(parsed) : null
    if (entries?.every((entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== ''))
      return Object.fromEntries(entries)
    this.#wrong(name, 'must be a JSON object with text values, such as {"name":"value"}')
    return {}
  }

  #text(name: string): string | null {
    const value = this.#env[name]?.trim()
    return value === undefined || value === '' ? null : value
  }

  #wrong(name: string, problem: string): null {
    this.add(name, problem)
    return null
  }
}

function shown(value: string): string {
  return JSON.stringify(value.length > SHOWN_LENGTH ? `${value.slice(0, SHOWN_LENGTH)}…` : value)
}
