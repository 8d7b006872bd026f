/** RCRT's `sensitivity` enum. */
export type Sensitivity = 'low' | 'pii' | 'secret'

/** The part of a breadcrumb that extraction reads. */
export interface BreadcrumbContent {
  readonly title: string
  readonly description?: string | null
  readonly tags?: readonly string[]
  /** The payload as parsed JSON: any value, nested to any depth. */
  readonly context?: unknown
  /** Such as `user.message.v1`; chooses the rules. */
  readonly schemaName?: string | null
  /** `low` when not given. */
  readonly sensitivity?: Sensitivity
}

/** Mentions by type (`name`, `term`, `schema`, …), each list sorted and without duplicates; empty types are absent. */
export type Entities = Readonly<Record<string, readonly string[]>>

/** Why a breadcrumb has no keywords. */
export type SkipReason = 'no-text' | 'no-keywords' | 'withheld'

/** What extraction finds in one breadcrumb or text. */
export interface Extraction {
  readonly entities: Entities
  /** Lower-case, sorted, without duplicates, without control characters. */
  readonly keywords: readonly string[]
  /** How much the text is about each keyword, in their order: whole numbers from 1 to 255. */
  readonly weights: readonly number[]
  /** Set exactly when `keywords` is empty. */
  readonly skipReason?: SkipReason
  /** True when the text was longer than the limit, so that only its beginning was read. */
  readonly truncated?: boolean
}

/**
 * Turns text into entities and keywords. The same input gives the same output, byte for byte, whatever was
 * extracted before.
 */
export interface Extractor {
  /** Name, version and a hash of rules and options, such as `rcrt-entities/4/3f9a…`. */
  readonly fingerprint: string
  extract(breadcrumb: BreadcrumbContent): Extraction
  extractText(text: string): Extraction
}
