import { createHash } from 'node:crypto'

/**
 * The response headers of a page: no script, no frame, no form, no other server, no index; the style sheet is named by
 * its hash. `html` is the whole page as it is sent. Throws when it has no style sheet: then it is none of our pages.
 */
export function pageSecurityHeaders(html: string): Record<string, string> {
  const from = html.indexOf('<style>')
  const to = html.indexOf('</style>')
  if (from < 0 || to < from) throw new Error('A page without its style sheet has no security headers')
  const hash = createHash('sha256')
    .update(html.slice(from + '<style>'.length, to), 'utf8')
    .digest('base64')
  return {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': [
      "default-src 'none'",
      `style-src 'sha256-${hash}'`,
      "img-src 'self' data:",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'X-Robots-Tag': 'noindex, nofollow, noarchive',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
    'Cache-Control': 'private, no-cache',
  }
}
