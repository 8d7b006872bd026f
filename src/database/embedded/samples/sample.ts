/** A breadcrumb to try the tool out on; what is the same for all is filled in when it is stored. */
export interface Sample {
  readonly schema: string | null
  readonly title: string
  readonly description?: string
  readonly context: unknown
  readonly tags: readonly string[]
  /** `low` when not given. */
  readonly sensitivity?: 'pii' | 'secret'
  /** `team` when not given. */
  readonly visibility?: 'public' | 'private'
  /** True for one that RCRT has not embedded yet. */
  readonly waiting?: boolean
  /** `main` when not given. */
  readonly tenant?: 'other'
}
