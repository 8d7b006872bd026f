/**
 * RCRT's own words, which its search looks for in every query (read from its published source). A breadcrumb
 * that is about one carries it in exactly this spelling; a term in both numbers carries both.
 */
const TERMS_IN_BOTH_NUMBERS = 'breadcrumb agent tool embedding schema secret tag permission'.split(' ')
const VERBS =
  'create search execute configure update delete publish subscribe trigger respond bootstrap schedule'.split(
    ' ',
  )
const NOUNS =
  'context vector api workflow catalog config definition database frontend backend dashboard runner jwt'.split(
    ' ',
  )
const EXACT = 'semantic deno typescript rust postgresql onnx gliner docker sse pgvector ui_schema'.split(' ')
/** Words of one family with a term: RCRT finds it inside them when somebody asks with one of them. */
const RELATED: Readonly<Record<string, string>> = {
  bootstrap: 'bootstrapped bootstrapping',
  config:
    'configuration configurations configure configures configured configuring configurable configurator',
  schedule: 'scheduler schedulers',
  tag: 'tagged tagging',
}

/** Type → term → its other spellings, as in a rules file. */
export type VocabularyTerms = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>

/** A term found in a text: an entity of its type, and keywords. */
export interface VocabularyEntry {
  readonly type: string
  readonly keywords: readonly string[]
  /** One of RCRT's own. */
  readonly own: boolean
  /** Whoever mentions it is about it. */
  readonly always: boolean
}

/** Finds the vocabulary's terms by the words of a text, whole words only. */
export class Vocabulary {
  /** RCRT's own terms, as its extractor looks for them. */
  static readonly termsOfRcrt: readonly string[] = [
    ...TERMS_IN_BOTH_NUMBERS.flatMap((term) => [term, `${term}s`]),
    ...VERBS,
    ...NOUNS,
    ...EXACT,
  ]

  readonly #entries = new Map<string, VocabularyEntry[]>()
  /** First words of terms of several words → how many words the longest of them has. */
  readonly #longest = new Map<string, number>()

  readonly #always: ReadonlySet<string>

  /** @param always terms that are keywords of whatever mentions them */
  constructor(added: VocabularyTerms = {}, always: readonly string[] = []) {
    this.#always = new Set(always.map(normal))
    for (const term of TERMS_IN_BOTH_NUMBERS) this.#addOwn([term, `${term}s`], [term, `${term}s`])
    for (const term of VERBS) this.#addOwn([term], verbForms(term))
    for (const term of NOUNS) this.#addOwn([term], [term, `${term}s`])
    for (const term of EXACT) this.#addOwn([term], [term])
    for (const [type, terms] of Object.entries(added)) {
      for (const [term, variants] of Object.entries(terms))
        this.#add({ type, keywords: [normal(term)], own: false }, [term, ...variants])
    }
  }

  /** Whether it is a term, in the spelling that becomes a keyword. */
  has(term: string): boolean {
    return this.entriesOf(normal(term)).some(({ keywords }) => keywords.includes(normal(term)))
  }

  /** Entries for one word or for words joined by spaces, in lower case. */
  entriesOf(words: string): readonly VocabularyEntry[] {
    return this.#entries.get(words) ?? NO_ENTRIES
  }

  /** Every word, or words joined by a space, that stands for a term. */
  get spellings(): readonly string[] {
    return [...this.#entries.keys()]
  }

  /** Whether any term has several words. */
  get hasPhrases(): boolean {
    return this.#longest.size > 0
  }

  /** Words of the longest term of several words that starts with this one; 0 when there is none. */
  longestFrom(word: string): number {
    return this.#longest.get(word) ?? 0
  }

  #addOwn(keywords: readonly string[], spellings: readonly string[]): void {
    const related = RELATED[keywords[0] ?? '']?.split(' ') ?? []
    this.#add({ type: 'concept', keywords, own: true }, [...spellings, ...related])
  }

  #add(term: Omit<VocabularyEntry, 'always'>, spellings: readonly string[]): void {
    const entry = { ...term, always: term.keywords.some((keyword) => this.#always.has(keyword)) }
    for (const spelling of new Set(spellings.map(normal))) {
      this.#entries.set(spelling, [...(this.#entries.get(spelling) ?? []), entry])
      const words = spelling.split(' ')
      const first = words[0] ?? ''
      if (words.length > 1) this.#longest.set(first, Math.max(words.length, this.longestFrom(first)))
    }
  }
}

const NO_ENTRIES: readonly VocabularyEntry[] = []

function normal(spelling: string): string {
  return spelling.normalize('NFC').toLowerCase().trim().split(/\s+/).join(' ')
}

function verbForms(verb: string): string[] {
  if (verb.endsWith('e')) return [verb, `${verb}s`, `${verb}d`, `${verb.slice(0, -1)}ing`]
  return [verb, verb.endsWith('h') ? `${verb}es` : `${verb}s`, `${verb}ed`, `${verb}ing`]
}
