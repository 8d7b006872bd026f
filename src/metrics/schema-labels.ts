/** Series that a schema costs are kept for ever: RCRT bounds neither schemas nor their names. */
const MOST_SCHEMAS = 50
const LONGEST_NAME = 100
/** Of those beyond the first 50, and of names that are too long. */
export const OTHER_SCHEMAS = 'other'
const NO_SCHEMA = 'none'

/** Label values for schemas: the first 50 have their own. */
export class SchemaLabels {
  readonly #known = new Set<string>()

  /** @param schema null where a breadcrumb has none. */
  labelOf(schema: string | null): string {
    const name = schema ?? NO_SCHEMA
    if (this.#known.has(name)) return name
    if (this.#known.size >= MOST_SCHEMAS || name.length > LONGEST_NAME) return OTHER_SCHEMAS
    this.#known.add(name)
    return name
  }
}
