import { OpenAPIHono, z } from '@hono/zod-openapi'
import { ClayCallback } from './openapi/intake-documents.ts'
import { ROUTES, type RouteFacts } from './openapi/routes.ts'
import { ErrorDocument, PROBLEMS, type ProblemCode } from './openapi/values.ts'

export type { RouteFacts }
export { ErrorDocument, ROUTES }

export type OpenApiDocument = ReturnType<OpenAPIHono['getOpenAPI31Document']>

const ABOUT = `The intel desk's HTTP door: positive replies in, reports out.

JSON in and out, UTF-8. An error is {"error":{"code","message","details"?}}; the message says what was expected and what came. A known address with another method answers 405 method_not_allowed and an Allow header; an unknown address 404 not_found. Tokens go into "Authorization: Bearer …".

Slack itself calls POST /slack/events, which takes requests signed by Slack only and is no part of this document.`

const TAGS: { name: RouteFacts['tag']; description: string }[] = [
  { name: 'Intake', description: 'What Clay or a mail tool sends.' },
  { name: 'Reports', description: 'Ask for reports and read them.' },
  { name: 'Runs', description: 'The record of everything that ran, with its cost.' },
  { name: 'Pages', description: 'What people open. The address is the permission.' },
  { name: 'Service', description: 'Health, metrics and this document.' },
]

const SECURITY: Record<RouteFacts['opens'], Record<string, string[]>[]> = {
  intake: [{ intakeToken: [] }],
  api: [{ apiToken: [] }],
  'api or intake': [{ apiToken: [] }, { intakeToken: [] }],
  local: [{}, { apiToken: [] }],
  none: [],
}

/** The OpenAPI 3.1 document of every route of the HTTP door. `publicUrl` is where callers reach it. */
export function buildOpenApi(publicUrl: string): OpenApiDocument {
  const documented = new OpenAPIHono()
  const registry = documented.openAPIRegistry
  registry.registerComponent('securitySchemes', 'intakeToken', {
    type: 'http',
    scheme: 'bearer',
    description: 'INTAKE_TOKEN: brings replies, and reads the reports of those it brought.',
  })
  registry.registerComponent('securitySchemes', 'apiToken', {
    type: 'http',
    scheme: 'bearer',
    description: 'API_TOKEN: everything else below /v1.',
  })
  for (const route of ROUTES) registry.registerPath(toPath(route))
  registry.registerWebhook({
    method: 'post',
    path: 'clay-callback',
    tags: ['Reports'],
    summary: 'What we post to CLAY_CALLBACK_URL',
    description:
      'One flat object for delivered (and each new version), no_signals and failed, at least once, with CLAY_CALLBACK_TOKEN in the x-clay-webhook-auth header.',
    request: { body: { required: true, content: json(ClayCallback) } },
    responses: { 200: { description: 'Any 2xx means received. 429 and 5xx are repeated for 24 hours.' } },
  })
  return documented.getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: 'Starbridge Intel', version: '1', description: ABOUT },
    servers: [{ url: publicUrl }],
    tags: TAGS,
  })
}

const json = (schema: z.ZodType) => ({ 'application/json': { schema } })

function toPath(route: RouteFacts) {
  const { params, query, headers, body } = route
  return {
    method: route.method,
    path: route.path,
    tags: [route.tag],
    summary: route.summary,
    ...(route.description ? { description: route.description } : {}),
    security: SECURITY[route.opens],
    request: {
      ...(params ? { params } : {}),
      ...(query ? { query } : {}),
      ...(headers ? { headers } : {}),
      ...(body ? { body: { required: true, content: json(body) } } : {}),
    },
    responses: { ...toProblems(route), ...toAnswers(route) },
  }
}

function toAnswers({ answers }: RouteFacts) {
  const entries = Object.entries(answers).map(([status, answer]) => {
    const { description } = answer
    const content = 'schema' in answer ? json(answer.schema) : { [answer.mediaType]: { schema: z.string() } }
    return [status, { description, content }]
  })
  return Object.fromEntries(entries)
}

/** Every code this route may answer with: its own, those of its token, and our own trouble. */
export function problemCodes({ opens, path, problems }: RouteFacts): ProblemCode[] {
  const ofToken: ProblemCode[] = opens === 'none' ? [] : ['unauthorized', 'not_configured']
  const isAlwaysUp = path === '/healthz' || path === '/readyz'
  return [...problems, ...ofToken, ...(isAlwaysUp ? [] : (['internal', 'unavailable'] as const))]
}

function toProblems(route: RouteFacts) {
  const byStatus = new Map<number, ProblemCode[]>()
  for (const code of problemCodes(route)) {
    const [status] = PROBLEMS[code]
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  const entries = [...byStatus].map(([status, codes]) => {
    const description = codes.map((code) => `${code}: ${PROBLEMS[code][1]}`).join(' ')
    return [String(status), { description, content: json(ErrorDocument) }]
  })
  return Object.fromEntries(entries)
}
