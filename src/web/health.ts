import type { Hono } from 'hono'
import { routePath } from 'hono/route'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { DoorContext } from '../context.ts'
import { requireTokenUnlessLocal } from './auth.ts'

/** Health, readiness and metrics. */
export function addHealthRoutes(web: Hono, context: DoorContext, isReady: () => boolean): void {
  const { config } = context
  const metrics = createMetrics(context)
  web.use(async (c, next) => {
    const stop = metrics.seconds.startTimer()
    await next()
    const route = routePath(c)
    stop({ method: c.req.method, route, status: String(c.res.status) })
    if (route === '/v1/replies') metrics.replies.inc({ status: String(c.res.status) })
  })
  web.get('/healthz', (c) => c.json({ status: 'ok' }))
  web.get('/readyz', async (c) => {
    const database = (await context.isDatabaseUp()) ? 'ok' : 'away'
    const ok = isReady() && database === 'ok'
    return c.json({ status: ok ? 'ready' : 'not_ready', database }, ok ? 200 : 503)
  })
  web.get('/metrics', async (c) => {
    requireTokenUnlessLocal(c, { intake: config.server.intakeToken, api: config.server.apiToken })
    return new Response(await metrics.registry.metrics(), { headers: { 'content-type': metrics.registry.contentType } })
  })
}

function createMetrics({ deskLoad }: DoorContext) {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'intel_' })
  const registers = [registry]
  const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
  const labelNames = ['method', 'route', 'status']
  const seconds = new Histogram({
    name: 'intel_http_seconds',
    help: 'Seconds to an answer',
    labelNames,
    buckets,
    registers,
  })
  const replies = new Counter({
    name: 'intel_replies_total',
    help: 'Intake answers',
    labelNames: ['status'],
    registers,
  })
  const jobs = new Gauge({
    name: 'intel_jobs',
    help: 'Jobs by queue and state',
    labelNames: ['queue', 'state'],
    registers,
  })
  const reports = new Gauge({
    name: 'intel_reports',
    help: 'Reports of the last day by status',
    labelNames: ['status'],
    registers,
  })
  const effects = new Gauge({
    name: 'intel_effects_waiting',
    help: 'Effects not sent yet',
    labelNames: ['lane'],
    registers,
  })
  const collect = async () => {
    const load = await deskLoad()
    for (const { name, queued, active } of load.jobs) {
      jobs.set({ queue: name, state: 'queued' }, queued)
      jobs.set({ queue: name, state: 'active' }, active)
    }
    reports.reset()
    for (const { status, n } of load.reports) reports.set({ status }, n)
    effects.reset()
    for (const { lane, n } of load.effects) effects.set({ lane }, n)
  }
  const metrics = { metrics: async () => collect().then(() => registry.metrics()), contentType: registry.contentType }
  return { registry: metrics, seconds, replies }
}
