import { DatabaseError } from 'pg'
import { expect, test } from 'vitest'
import { complaintOf } from '../../src/complaint.ts'
import { ExternalError, UserError } from '../../src/errors.ts'
import { createLogger } from '../../src/log.ts'

function told(error: unknown) {
  const log: Record<string, unknown>[] = []
  const write = (line: string) => void log.push(JSON.parse(line) as Record<string, unknown>)
  const lines = complaintOf(error, { log: createLogger('error', { write }), doctor: 'npm run doctor' })
  return { lines, log }
}

const withCode = (code: string, message = 'it failed') => Object.assign(new Error(message), { code })
const refused = () => {
  const error = new DatabaseError('password authentication failed', 0, 'error')
  error.code = '28P01'
  return error
}

test.each<[string, unknown]>([
  ['ECONNREFUSED', withCode('ECONNREFUSED')],
  ['ENOTFOUND', withCode('ENOTFOUND')],
  ['EHOSTUNREACH', withCode('EHOSTUNREACH')],
  ['28P01', refused()],
  ['3D000', withCode('3D000')],
  ['SELF_SIGNED_CERT_IN_CHAIN', withCode('SELF_SIGNED_CERT_IN_CHAIN')],
  ['ECONNREFUSED', new AggregateError([withCode('ECONNREFUSED'), withCode('ETIMEDOUT')])],
  [
    'SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string',
    new Error('SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string'),
  ],
  ['The server does not support SSL connections', new Error('The server does not support SSL connections')],
  ['Connection terminated unexpectedly', new Error('Connection terminated unexpectedly')],
])('%s is a database that cannot be used, and names its setting', (reason, error) => {
  const { lines, log } = told(error)
  expect(lines).toEqual([
    `The database cannot be used (${reason}).`,
    '  Check DATABASE_URL, and see what answers: npm run doctor',
  ])
  expect(log).toEqual([])
})

test('what a person or a service must put right is told with its next steps', () => {
  const details = [{ path: 'domain', problem: 'is missing' }]
  const error = new UserError('invalid_input', 'This cannot be taken', { details, nextSteps: ['Send a domain.'] })
  expect(told(error).lines).toEqual(['This cannot be taken', '  domain: is missing', '  Send a domain.'])
  const facts = { service: 'slack', operation: 'auth.test', status: 500, retryable: true }
  expect(told(new ExternalError('Slack answered 500', facts)).lines).toEqual([
    'Slack answered 500.',
    '  See what answers and what does not: npm run doctor',
  ])
})

test.each([new Error('a bug'), withCode('42P01', 'a bug'), 'a bug'])('%s is a reference to the log', (error) => {
  const { lines, log } = told(error)
  const reference = /reference ([0-9a-f]{8})\): a bug\.$/.exec(lines.join('\n'))?.[1]
  expect(log).toMatchObject([{ reference, err: { message: 'a bug' } }])
})
