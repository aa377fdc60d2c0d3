import { ExternalError } from '../../errors.ts'

/** An answer about another buyer than the one asked for must never be shown as this one's. */
export function otherBuyer(service: 'starbridge' | 'datagen', operation: string): ExternalError {
  return new ExternalError(`${service} (${operation}) answered with another buyer than the one asked for`, {
    service,
    operation,
    status: 200,
    code: 'other_buyer',
    retryable: false,
  })
}
