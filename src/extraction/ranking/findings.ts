import { Place } from './place.ts'
import { Terms } from './terms.ts'

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
  readonly #kept = new Map<string, Weighed>()
  readonly #keptOut = new Set<string>()
  readonly #commonNouns = new Set<string>()
  /** Name → the word that it is none by when the text itself uses it as a common noun. */
  readonly #doubted = new Map<string, string>()
  readonly terms: Terms
  readonly place = new Place()

  /** @param termsAlways whether terms of the vocabulary are keywords of whatever mentions them */
  constructor(termsAlways: boolean) {
    this.terms = new Terms(termsAlways)
  }

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

  /** The same for a name, which is none when the `doubtful` word in it turns out to be a common noun: `formatter`. */
  name(value: string, weight: number, doubtful: string | undefined): void {
    this.entity('name', value, weight)
    if (doubtful !== undefined) this.#doubted.set(value, doubtful)
  }

  /** Notes a word, in the singular, that the text itself uses as a common noun: "a formatter", "formatters". */
  commonNoun(word: string): void {
    this.#commonNouns.add(word)
  }

  /** Notes one mention of what may become a keyword. */
  candidate(keyword: string, weight: number): void {
    addTo(this.#candidates, keyword, weight)
  }

  /** Notes a keyword that no cut may lose. */
  keep(keyword: string): void {
    addTo(this.#kept, keyword, 1)
  }

  /** Keeps a word, in lower case, out of everything but the vocabulary: it is part of a person's name. */
  keepOut(word: string): void {
    this.#keptOut.add(word)
  }

  /** In the order of the text. */
  get candidates(): readonly Weighed[] {
    return this.#untold(this.#candidates)
  }

  get kept(): readonly Weighed[] {
    return this.#untold(this.#kept)
  }

  /** How often a candidate is mentioned. */
  mentionsOf(keyword: string): number {
    return this.#candidates.get(keyword)?.mentions ?? 0
  }

  #untold(keywords: ReadonlyMap<string, Weighed>): Weighed[] {
    const all = [...keywords.values()]
    return this.#keptOut.size === 0 ? all : all.filter(({ value }) => !this.#tells(value))
  }

  #tells(text: string): boolean {
    return (
      this.#keptOut.size > 0 && text.split(/[^\p{L}\p{M}\p{N}'’-]+/u).some((word) => this.#keptOut.has(word))
    )
  }

  /** By type, each list sorted, the heaviest when there are too many. */
  entities(): Record<string, string[]> {
    const lists: Record<string, string[]> = {}
    for (const type of [...this.#entities.keys()].sort()) {
      const values = this.#heaviest(this.#mentioned(type))
      if (values.length > 0) lists[type] = values
    }
    return lists
  }

  #mentioned(type: string): Weighed[] {
    const all = [...(this.#entities.get(type)?.values() ?? [])]
    if (type !== 'name') return all
    return all.filter(({ value }) => !this.#commonNouns.has(this.#doubted.get(value) ?? ''))
  }

  #heaviest(all: readonly Weighed[]): string[] {
    const kept =
      this.#keptOut.size === 0
        ? all
        : all.filter(({ value }) => this.terms.isOwn(value) || !this.#tells(value.toLowerCase()))
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
