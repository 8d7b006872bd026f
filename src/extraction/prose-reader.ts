import type { Findings } from './findings.ts'
import { isGeneric } from './generic-words.ts'
import type { Lemmas } from './lemmas.ts'
import type { Mentions } from './mentions.ts'
import type { LanguageModel, Tag, TaggableWord } from './model.ts'
import { namesIn } from './names.ts'
import { phrasesIn } from './phrases.ts'
import { SALIENCE } from './salience.ts'
import { scan, type Token } from './text-scanner.ts'

const CONTENT_TAGS: ReadonlySet<Tag> = new Set(['NOUN', 'PROPN', 'VERB', 'ADJ', 'X'])
/** Words of the longest phrase that becomes a keyword. */
const LONGEST_KEYWORD = 4
const NUMBER: TaggableWord = { text: '12', proper: false }
const ENTITY: TaggableWord = { text: 'thing', proper: false }

/** Reads prose with the language model: names, noun phrases and the words that carry meaning. */
export class ProseReader {
  readonly #model: LanguageModel
  readonly #lemmas: Lemmas
  readonly #findings: Findings
  readonly #mentions: Mentions
  readonly #personal: boolean

  constructor(
    model: LanguageModel,
    lemmas: Lemmas,
    findings: Findings,
    mentions: Mentions,
    personal: boolean,
  ) {
    this.#model = model
    this.#lemmas = lemmas
    this.#findings = findings
    this.#mentions = mentions
    this.#personal = personal
  }

  read(text: string, weight: number): void {
    const tokens = scan(text, this.#mentions.inProse(weight), this.#model)
    if (tokens.length === 0) return
    const tags = this.#model.tag(tokens.map(taggable))
    const names = namesIn(tokens, tags, this.#model)
    if (!this.#personal) for (const name of names) this.#name(name.text, weight)
    for (const { start, end } of phrasesIn(tokens, tags, this.#model))
      this.#phrase(tokens.slice(start, end), weight)
    for (const [i, token] of tokens.entries()) {
      if (token.kind === 'word') this.#word(token.lower, tags[i] ?? 'X', weight)
    }
  }

  #name(text: string, weight: number): void {
    this.#findings.entity('name', text, weight)
    this.#findings.candidate(text.toLowerCase(), weight * SALIENCE.name)
  }

  /** The whole phrase is a term; it and the phrases of two to four words inside it may become keywords. */
  #phrase(words: readonly Token[], weight: number): void {
    if (words.length < 2) return
    this.#findings.entity('term', words.map(({ lower }) => lower).join(' '), weight)
    for (let size = 2; size <= Math.min(LONGEST_KEYWORD, words.length); size += 1) {
      const salience = weight * (size === words.length ? SALIENCE.phrase : SALIENCE.innerPhrase)
      for (let at = 0; at + size <= words.length; at += 1)
        this.#phraseKeywords(words, at, at + size, salience)
    }
  }

  #phraseKeywords(words: readonly Token[], start: number, end: number, weight: number): void {
    let modifiers = ''
    for (let i = start; i < end - 1; i += 1) modifiers += `${words[i]?.lower} `
    const head = words[end - 1]?.lower ?? ''
    const base = this.#lemmas.singular(head)
    this.#findings.candidate(modifiers + base, weight)
    if (base !== head) this.#findings.candidate(modifiers + head, weight * SALIENCE.phraseAsWritten)
  }

  #word(lower: string, tag: Tag, weight: number): void {
    this.#mentions.concepts(lower)
    if (!CONTENT_TAGS.has(tag) || this.#model.isStopWord(lower)) return
    if (lower.includes('-')) this.#hyphenated(lower, weight)
    const lemma = this.#lemmas.of(lower, tag)
    this.#findings.candidate(lemma, weight * this.#specificity(lemma, tag))
  }

  #specificity(lemma: string, tag: Tag): number {
    const kind = tag === 'ADJ' ? SALIENCE.adjective : SALIENCE.word
    if (isGeneric(lemma)) return kind * SALIENCE.genericWord
    return this.#model.knows(lemma) ? kind : kind * SALIENCE.unknownWord
  }

  #hyphenated(lower: string, weight: number): void {
    for (const part of lower.split('-')) {
      this.#mentions.concepts(part)
      if (part.length < 3 || this.#model.isStopWord(part)) continue
      this.#findings.candidate(this.#lemmas.of(part, 'NOUN'), weight * SALIENCE.hyphenPart)
    }
  }
}

function taggable({ kind, text, lower, opens }: Token): TaggableWord {
  if (kind === 'mark') return { text, proper: false }
  if (kind === 'number') return NUMBER
  if (kind === 'entity') return ENTITY
  return { text: lower, proper: text !== lower && !opens }
}
