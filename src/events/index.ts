export type { BreadcrumbEvent } from './breadcrumb-event.ts'
export { eventFilter } from './event-filter.ts'
export type { GapReason, Hint, HintSource, SourceCounts, SourceStatus } from './hint.ts'
export { followSse, SSE_SETTINGS, type SseOptions, type SseSettings } from './sse.ts'
export {
  fixedToken,
  type TokenEndpointOptions,
  type TokenProvider,
  tokenEndpoint,
} from './token.ts'
