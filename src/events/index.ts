export type { BreadcrumbEvent } from './event.ts'
export { eventFilter } from './filter.ts'
export type { GapReason, Hint, HintSource, SourceCounts, SourceStatus } from './hint.ts'
export { followSse, SSE_SETTINGS, type SseOptions, type SseSettings } from './sse/follow.ts'
export { type ApiProxy, requestsThrough } from './sse/request.ts'
export {
  fixedToken,
  type TokenEndpointOptions,
  type TokenProvider,
  tokenEndpoint,
} from './sse/token.ts'
