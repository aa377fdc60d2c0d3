import type { DeskItem } from '../pipeline/report/types.ts'

/**
 * Whether version 1 is made and its card is still on the way. Until the card is posted the report counts as running,
 * which later means that another version is being made.
 */
export function isFirstOnItsWay(item: DeskItem): boolean {
  const isMoving = item.status === 'queued' || item.status === 'running' || item.status === 'delayed'
  return isMoving && item.version > 0 && item.processingSeconds === null
}

/** Whether the reply was held or dismissed while the card was still on the way: it is kept back, and message 1 stands alone. */
export function isCardKeptBack(item: DeskItem): boolean {
  const isSetAside = item.status === 'held' || item.status === 'dismissed' || item.status === 'cancelled'
  return isSetAside && item.version > 0 && item.processingSeconds === null
}
