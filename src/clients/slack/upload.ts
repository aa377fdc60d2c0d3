import type { WebClient } from '@slack/web-api'
import { ExternalError } from '../../errors.ts'

/**
 * Uploads a picture in Slack's three steps, kept private to the app until a block shows it. The SDK's own helper would
 * send our bot token to the upload host.
 */
export async function uploadPicture(
  client: WebClient,
  file: { bytes: Uint8Array; name: string },
  fetch: typeof globalThis.fetch,
): Promise<string> {
  const place = await client.files.getUploadURLExternal({ filename: file.name, length: file.bytes.byteLength })
  const { upload_url: url, file_id: id } = place
  if (!url || !id) throw failed('files.getUploadURLExternal', 200)
  const answer = await fetch(url, {
    method: 'POST',
    body: new Uint8Array(file.bytes),
    headers: { 'content-type': 'image/png' },
    signal: AbortSignal.timeout(10_000),
  })
  if (!answer.ok) throw failed('upload', answer.status)
  await client.files.completeUploadExternal({ files: [{ id, title: 'Intelligence report' }] })
  return id
}

function failed(operation: string, status: number): ExternalError {
  const facts = { service: 'slack', operation, status, retryable: status >= 500 }
  return new ExternalError(`Slack did not take the picture (${operation} ${status})`, facts)
}
