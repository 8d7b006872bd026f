/** Something mentioned, how much all its mentions count, and how many they are. */
export interface Weighed {
  readonly value: string
  weight: number
  mentions: number
}

/** Mentions and keyword candidates of one breadcrumb, gathered passage by passage. */
export class Findings {
  readonly #entities = new Map<string, Map<string, Weighed>>()
  readonly #candidates = new Map<string, Weighed>()
  readonly #required = new Map<string, Weighed>()
  readonly #withheld = new Set<string>()
  #words = 0

  /** Notes a mention; `weight` decides which stay when there are too many. */
  entity(type: string, value: string, weight: number): void {
    if (value.length > MAX_ENTITY_LENGTH || value === '') return
    let values = this.#entities.get(type)
    if (values === undefined) {
      values = new Map()
      this.#entities.set(type, values)
    }
    addTo(values, value, weight)
  }

  /** Notes one mention of what may become a keyword. */
  candidate(keyword: string, weight: number): void {
    addTo(this.#candidates, keyword, weight)
  }

  /** Notes one mention of a keyword that no cut may lose. */
  require(keyword: string): void {
    addTo(this.#required, keyword, 1)
  }

  /** Notes that so many words were read. */
  read(words: number): void {
    this.#words += words
  }

  /** Keeps a word, in lower case, out of everything but the vocabulary: it is part of a person's name. */
  withhold(word: string): void {
    this.#withheld.add(word)
  }

  /** In the order of the text. */
  get candidates(): readonly Weighed[] {
    const all = [...this.#candidates.values()]
    return this.#withheld.size === 0 ? all : all.filter(({ value }) => !this.#tells(value))
  }

  get required(): ReadonlyMap<string, Weighed> {
    return this.#required
  }

  /** How many words were read. */
  get words(): number {
    return this.#words
  }

  #tells(text: string): boolean {
    return (
      this.#withheld.size > 0 &&
      text.split(/[^\p{L}\p{M}\p{N}'’-]+/u).some((word) => this.#withheld.has(word))
    )
  }

  /** By type, each list sorted, the heaviest when there are too many. */
  entities(): Record<string, string[]> {
    const lists: Record<string, string[]> = {}
    for (const type of [...this.#entities.keys()].sort()) {
      const values = this.#heaviest(this.#entities.get(type) ?? new Map())
      if (values.length > 0) lists[type] = values
    }
    return lists
  }

  #heaviest(values: ReadonlyMap<string, Weighed>): string[] {
    const all = [...values.values()]
    const kept =
      this.#withheld.size === 0
        ? all
        : all.filter(({ value }) => this.#required.has(value) || !this.#tells(value.toLowerCase()))
    return heaviest(kept, MAX_ENTITIES_OF_TYPE)
      .map(({ value }) => value)
      .sort()
  }
}

function addTo(values: Map<string, Weighed>, value: string, weight: number): void {
  const before = values.get(value)
  if (before === undefined) values.set(value, { value, weight, mentions: 1 })
  else {
    before.weight += weight
    before.mentions += 1
  }
}

/** At most so many, in no order; of those that weigh the same, the first ones. */
export function heaviest(all: readonly Weighed[], limit: number): readonly Weighed[] {
  if (all.length <= limit) return all
  if (limit <= 0) return []
  const weights = new Float64Array(all.length)
  for (let i = 0; i < all.length; i += 1) weights[i] = (all[i] as Weighed).weight
  const lightest = weights.sort()[all.length - limit] ?? 0
  const heavier = all.filter(({ weight }) => weight > lightest)
  const atLimit = all.filter(({ weight }) => weight === lightest).slice(0, limit - heavier.length)
  return [...heavier, ...atLimit]
}

const MAX_ENTITY_LENGTH = 300
const MAX_ENTITIES_OF_TYPE = 200
