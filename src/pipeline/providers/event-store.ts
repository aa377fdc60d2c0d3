import type { NewEffect } from '../outbox.ts'
import type { ProviderEvent, ProviderName } from '../ports.ts'
import type { ReportId } from '../report/types.ts'

/** What is kept of providers' events, as an interface: the store implements it in SQL. */

/** `dedupeKey`: what makes two deliveries the same event. `body`: as it came, without secrets. */
export type NewProviderEvent = { provider: ProviderName; kind: string | null; dedupeKey: string; body: unknown }

/** How an event ends; a failed one with what tells the operators. */
export type EventEnd =
  | { status: 'taken'; why: string | null; replyId: ReportId }
  | { status: 'ignored'; why: string }
  | { status: 'failed'; why: string; effects: NewEffect[] }

export type ProviderEventStore = {
  /**
   * Stores an event and queues its work in one transaction; the same event again answers its first id. `delayMs`: how
   * long its job waits, for whoever works on it at once.
   */
  add(event: NewProviderEvent, delayMs?: number): Promise<{ id: string; isDuplicate: boolean }>
  /** The event, counted as begun once more; null when it has ended. */
  begin(id: string): Promise<ProviderEvent | null>
  /** Ends an event, once: a second end changes nothing. */
  end(id: string, end: EventEnd): Promise<void>
  /** Leaves an event for later: this beginning does not count. */
  later(id: string, until: { at: Date; why: string; effects: NewEffect[] }): Promise<void>
  /** Whether this address was seen sending. */
  isOwnMailbox(provider: ProviderName, address: string): Promise<boolean>
  /** The newest reply of this person since a moment. */
  replyOf(prospectEmail: string, since: Date): Promise<ReportId | null>
  /** How far each part of a provider's list was compared. */
  cursors(provider: ProviderName): Promise<Map<string, { until: Date; visitedAt: Date }>>
  compared(provider: ProviderName, part: string, until: Date): Promise<void>
  /** A look has ended: answers how many have failed one after the other, and stores what `tell` says to it. */
  looked(provider: ProviderName, hasFailed: boolean, tell: (failedInARow: number) => NewEffect[]): Promise<number>
  /** Gaps the operators have not heard of, told in the transaction that stores what tells them. Answers how many. */
  tellGaps(provider: ProviderName, tell: (gaps: Gaps) => NewEffect[]): Promise<number>
}

export type Gaps = { count: number; campaigns: string[]; eventIds: string[] }
