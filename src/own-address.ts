/** The http address of a host and port. An IPv6 address stands in brackets, as RFC 3986 3.2.2 wants it. */
export function urlOf({ host, port }: { host: string; port: number }): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

/** True for loopback, and for the addresses that stand for every one of this machine: others cannot open them. */
export function isThisMachine(url: string): boolean {
  const host = URL.parse(url)?.hostname ?? ''
  if (host === 'localhost' || host.endsWith('.localhost')) return true
  return /^127(?:\.\d{1,3}){3}$|^0\.0\.0\.0$|^\[::1?\]$|^\[::ffff:(?:7f|0:0\])/.test(host)
}

type Addresses = { slack: { apiUrl: string } | null; server: { publicUrl: string } }

/** Whether people in the workspace can open our links: those to this machine are of use only to a Slack that is on it. */
export function isReachable({ slack, server }: Addresses): boolean {
  return slack === null || !isThisMachine(server.publicUrl) || isThisMachine(slack.apiUrl)
}
