import { renderAlert } from './alert.ts'
import { renderCard } from './card.ts'
import { renderDispatch } from './dispatch.ts'
import {
  renderCallbackFailed,
  renderDelayedNotice,
  renderEscalationDm,
  renderEscalationThread,
  renderFailure,
  renderNewVersionNotice,
  renderNoSignals,
  renderNotionFailed,
  renderNotionStays,
  renderStoppedNotice,
} from './notices.ts'
import { renderPageFailed } from './page-failed.ts'

/** The messages of a report under the names by which the pipeline asks for them. */
export const messageViews = {
  dispatch: renderDispatch,
  card: renderCard,
  pageFailed: renderPageFailed,
  noSignals: renderNoSignals,
  failure: renderFailure,
  delayed: renderDelayedNotice,
  stopped: renderStoppedNotice,
  callbackFailed: renderCallbackFailed,
  notionFailed: renderNotionFailed,
  notionStays: renderNotionStays,
  newVersion: renderNewVersionNotice,
  escalationThread: renderEscalationThread,
  escalationDm: renderEscalationDm,
  alert: renderAlert,
}
