import { PROBLEMS, type ProblemCode } from '../../src/web/openapi/values.ts'
import { ErrorDocument, problemCodes, ROUTES, type RouteFacts } from '../../src/web/openapi.ts'
import type { Api, ApiAnswer } from './app.ts'

/** The same door, but every answer that is not as the API describes itself fails the test. */
export function checked(api: Api): Api {
  return async (method, path, body, options) => {
    const answer = await api(method, path, body, options)
    const problem = answerProblem({ method, path, answer })
    if (problem !== null) throw new Error(`${method} ${path} answered ${answer.status}: ${problem}\n${answer.text}`)
    return answer
  }
}

type Seen = { method: string; path: string; answer: ApiAnswer }

/** How an answer differs from the description; null when it does not. */
export function answerProblem({ method, path, answer }: Seen): string | null {
  const route = routeOf(method, path)
  const described = route?.answers[answer.status]
  if (!described) return errorProblem(route, answer)
  const type = answer.headers.get('content-type') ?? 'no content type'
  if ('mediaType' in described)
    return type.startsWith(described.mediaType) ? null : `${type} instead of ${described.mediaType}`
  if (!type.startsWith('application/json')) return `${type} instead of application/json`
  const parsed = described.schema.safeParse(answer.json)
  return parsed.success ? null : parsed.error.message
}

function errorProblem(route: RouteFacts | undefined, answer: ApiAnswer): string | null {
  const parsed = ErrorDocument.safeParse(answer.json)
  if (!parsed.success) return `no described answer, and no error document: ${parsed.error.message}`
  const { code, details } = parsed.data.error
  const allowed: ProblemCode[] = route ? problemCodes(route) : ['not_found', 'method_not_allowed']
  if (!allowed.includes(code)) return `the code ${code} is not described for this route`
  if (PROBLEMS[code][0] !== answer.status) return `the code ${code} belongs to status ${PROBLEMS[code][0]}`
  return (code === 'invalid_input') === (details !== undefined)
    ? null
    : 'details belong to invalid_input, and to it only'
}

function routeOf(method: string, url: string): RouteFacts | undefined {
  const path = new URL(url, 'http://localhost').pathname
  return ROUTES.find(
    (route) =>
      route.method === method.toLowerCase() &&
      new RegExp(`^${route.path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path),
  )
}
