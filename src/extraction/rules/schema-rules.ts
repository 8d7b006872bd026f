import { globMatcher } from './glob.ts'

export type Kind = 'text' | 'keyword' | 'code' | 'ignore'

/** How strings at one path are read. */
export interface PathRule {
  /**
   * Keys joined by dots, from `title`, `description`, `tags` or `context`; positions in lists do not count. A key may be
   * a glob (`*`, `?`); `**` is any number of keys. A tag such as `project:atlas` is `atlas` at `tags.project`.
   */
  readonly path: string
  /** `text` when not given; a `keyword` is a text that becomes a keyword as it stands, whatever the limit. */
  readonly kind?: Kind
  /** How much a mention there counts, 0.1 to 10; 1 when not given. */
  readonly weight?: number
}

/** How breadcrumbs of one schema are read. */
export interface SchemaRule {
  /** A schema name such as `note.v1`, or a glob (`*`, `?`) such as `tool.*`. */
  readonly schema: string
  readonly paths: readonly PathRule[]
  /** `about`, when not given: terms of the vocabulary are keywords of what is about them; `always`: of what mentions them. */
  readonly terms?: 'about' | 'always'
}

/** What a rules file holds. */
export interface ExtractionRules {
  readonly schemas?: readonly SchemaRule[]
  /** Entity type → term → its other spellings. The term itself is a spelling too. */
  readonly vocabulary?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>
  /** Terms of this vocabulary or of RCRT's that are keywords of whatever mentions them. */
  readonly always?: readonly string[]
}

/** Rules for one schema name: those of the file before the built-in ones, exact names before globs. */
export function rulesFor(schemaName: string | null | undefined, rules: readonly SchemaRule[]): SchemaRule[] {
  const name = schemaName ?? ''
  const exact = rules.filter(({ schema }) => schema === name)
  const globs = rules.filter(({ schema }) => schema !== name && globMatcher(schema)(name))
  return [...exact, ...globs]
}
