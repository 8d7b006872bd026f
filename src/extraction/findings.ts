/** Mentions and keyword candidates of one breadcrumb, gathered passage by passage. */
export class Findings {
  readonly #entities = new Map<string, Map<string, number>>()
  readonly #scores = new Map<string, number>()
  readonly #required = new Set<string>()
  readonly #withheld = new Set<string>()

  /** Notes a mention; `weight` decides which stay when there are too many. */
  entity(type: string, value: string, weight: number): void {
    if (value.length > MAX_ENTITY_LENGTH || value === '') return
    let values = this.#entities.get(type)
    if (values === undefined) {
      values = new Map()
      this.#entities.set(type, values)
    }
    values.set(value, (values.get(value) ?? 0) + weight)
  }

  /** Notes one mention of what may become a keyword. */
  candidate(keyword: string, weight: number): void {
    this.#scores.set(keyword, (this.#scores.get(keyword) ?? 0) + weight)
  }

  /** A keyword that no cut may lose. */
  require(keyword: string): void {
    this.#required.add(keyword)
  }

  /** Keeps a word, in lower case, out of everything but the vocabulary: it is part of a person's name. */
  withhold(word: string): void {
    this.#withheld.add(word)
  }

  /** Candidates and how much each counts. */
  get scores(): ReadonlyMap<string, number> {
    if (this.#withheld.size === 0) return this.#scores
    return new Map([...this.#scores].filter(([keyword]) => !this.#tells(keyword)))
  }

  get required(): ReadonlySet<string> {
    return this.#required
  }

  #tells(text: string): boolean {
    return (
      this.#withheld.size > 0 &&
      text.split(/[^\p{L}\p{M}\p{N}'’-]+/u).some((word) => this.#withheld.has(word))
    )
  }

  /** By type, each list sorted, the heaviest when there are too many. */
  entities(): Record<string, string[]> {
    const types = [...this.#entities].sort(([a], [b]) => compare(a, b))
    const lists = types.map(([type, values]) => [type, this.#heaviest(values)] as const)
    return Object.fromEntries(lists.filter(([, values]) => values.length > 0))
  }

  #heaviest(values: ReadonlyMap<string, number>): string[] {
    return [...values]
      .filter(([value]) => this.#required.has(value) || !this.#tells(value.toLowerCase()))
      .sort(([a, x], [b, y]) => y - x || compare(a, b))
      .slice(0, MAX_ENTITIES_OF_TYPE)
      .map(([value]) => value)
      .sort(compare)
  }
}

const MAX_ENTITY_LENGTH = 300
const MAX_ENTITIES_OF_TYPE = 200

/** Order of UTF-16 units, the same in every locale. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
