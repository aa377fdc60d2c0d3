import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/**
 * Where pids mean what they mean here: name, boot and pid namespace. Two containers or machines with one name are two
 * hosts; taking one's living process for the other's dead one would give its work away.
 */
export function hostIdentity(): string {
  return [hostname(), bootId(), pidNamespace()].filter((part) => part !== '').join('/')
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return ''
  }
}

function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    return ''
  }
}
