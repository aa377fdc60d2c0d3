import { html, type Markup, ours } from '../../pages/html.ts'
import { DOCS_STYLE } from './page-style.ts'
import { fieldList, type Schema, sample, typeWords } from './schema-view.ts'

type Content = Record<string, { schema: Schema }>

type Operation = {
  tags: string[]
  summary: string
  description?: string
  security?: Record<string, unknown>[]
  parameters?: { name: string; in: string; required?: boolean; description?: string; schema: Schema }[]
  requestBody?: { content: Content }
  responses: Record<string, { description: string; content?: Content }>
}

/** As much of an OpenAPI 3.1 document as the page shows. */
export type ShownDocument = {
  info: { title: string; description: string }
  tags: { name: string; description: string }[]
  paths: Record<string, Record<string, Operation>>
  webhooks: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Schema> }
}

type Shown = { method: string; path: string; operation: Operation; id: string }

/** The OpenAPI document as one page to read: no script, nothing from outside, every value escaped. */
export function renderDocsPage(document: ShownDocument): string {
  const { info, tags, components } = document
  const routes = [...operationsOf(document.paths), ...operationsOf(document.webhooks)]
  const sections = tags.map((tag) => ({
    tag,
    routes: routes.filter(({ operation }) => operation.tags[0] === tag.name),
  }))
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${info.title} API</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex,nofollow">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
${ours(`<style>${DOCS_STYLE}</style>`)}
</head>
<body>
<a class="skip" href="#routes">Skip to the routes</a>
<header class="top"><div class="wrap"><h1>${info.title} API</h1><p>The same as a machine reads it: /openapi.json</p></div></header>
<main class="wrap">
${info.description.split('\n\n').map((paragraph) => html`<p>${paragraph}</p>`)}
<nav aria-label="Routes"><ul>${routes.map(
    ({ id, method, path, operation }) =>
      html`<li><a href="#${id}"><span class="method">${method}</span> ${path}</a> <span class="soft">${operation.summary}</span></li>`,
  )}</ul></nav>
<div id="routes">
${sections.map(
  ({ tag, routes }) =>
    html`<section aria-labelledby="tag-${tag.name}"><h2 id="tag-${tag.name}">${tag.name}</h2><p>${tag.description}</p>${routes.map((route) => article(route, components.schemas))}</section>`,
)}
</div>
<section aria-labelledby="schemas"><h2 id="schemas">Documents</h2>
${Object.entries(components.schemas).map(([name, schema]) => namedSchema(name, schema))}
</section>
</main>
</body>
</html>
`.text
}

function operationsOf(paths: Record<string, Record<string, Operation>>): Shown[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const id = `${method}-${path}`
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/-$/, '')
      return { method, path, operation, id }
    }),
  )
}

const TOKENS: Record<string, string> = { apiToken: 'API_TOKEN', intakeToken: 'INTAKE_TOKEN' }

function tokenWords(security: Record<string, unknown>[] | undefined): string {
  const names = (security ?? []).flatMap((one) => Object.keys(one).map((name) => TOKENS[name] ?? name))
  if (names.length === 0) return 'Open.'
  const isLocal = security?.some((one) => Object.keys(one).length === 0) === true
  return isLocal ? `Open on this machine, else ${names.join(' or ')}.` : `Takes ${names.join(' or ')}.`
}

function article({ id, method, path, operation }: Shown, schemas: Record<string, Schema>): Markup {
  const { summary, description, parameters = [], requestBody, responses } = operation
  const isCallback = !path.startsWith('/')
  return html`<article aria-labelledby="${id}">
<h3 id="${id}"><span class="method ${method === 'post' ? 'post' : 'get'}">${method}</span> <code>${path}</code></h3>
<p>${summary}. ${description}</p>
${isCallback ? null : html`<p class="soft">${tokenWords(operation.security)}</p>`}
${
  parameters.length > 0 &&
  html`<h4>Parameters</h4><dl>${parameters.map(
    (one) =>
      html`<dt><code>${one.name}</code> <span class="type">${one.in}, ${typeWords(one.schema)}</span>${one.required ? html` <span class="must">required</span>` : null}</dt><dd>${one.description ?? one.schema.description}</dd>`,
  )}</dl>`
}
${requestBody && html`<h4>${isCallback ? 'Sends' : 'Body'}</h4>${contentOf(requestBody.content)}${exampleOf(requestBody.content, { schemas, label: `Sample body of ${method} ${path}` })}`}
<h4>Answers</h4>
<dl>${Object.entries(responses).map(
    ([status, { description, content }]) =>
      html`<dt>${status}</dt><dd>${description} ${content && contentOf(content)}</dd>`,
  )}</dl>
</article>`
}

function contentOf(content: Content): Markup {
  return html`${Object.entries(content).map(
    ([type, { schema }]) =>
      html`<span class="type">${type === 'application/json' ? typeWords(schema) : html`<code>${type}</code>`}</span>`,
  )}`
}

/** A sample made of the examples that the fields carry. */
function exampleOf(content: Content, { schemas, label }: { schemas: Record<string, Schema>; label: string }) {
  const body = content['application/json']?.schema
  const first = body?.anyOf?.[0] ?? body
  const schema = first?.$ref ? schemas[first.$ref.split('/').at(-1) ?? ''] : first
  if (!schema) return null
  const fields = Object.entries(schema.properties ?? {}).filter(([, field]) => field.example !== undefined)
  const value = schema.example ?? Object.fromEntries(fields.map(([name, field]) => [name, field.example]))
  return Object.keys(value).length > 0 ? sample(value, label) : null
}

function namedSchema(name: string, schema: Schema): Markup {
  return html`<article aria-labelledby="schema-${name}"><h3 id="schema-${name}">${name}</h3>
${schema.description && html`<p>${schema.description}</p>`}
${fieldList(schema) ?? html`<p>${typeWords(schema)}</p>`}
${schema.example !== undefined && sample(schema.example, `Sample of ${name}`)}
</article>`
}
