import type { Findings } from './findings.ts'
import { isGeneric } from './generic-words.ts'
import type { Lemmas } from './lemmas.ts'
import type { Mentions } from './mentions.ts'
import type { LanguageModel, Tag, TaggableWord } from './model.ts'
import { namesIn } from './names.ts'
import { phrasesIn } from './phrases.ts'
import { scan, type Token } from './text-scanner.ts'
import { P } from './tuning.ts'

const CONTENT_TAGS: ReadonlySet<Tag> = new Set(['NOUN', 'PROPN', 'VERB', 'ADJ', 'X'])
const NUMBER: TaggableWord = { text: '12', proper: false }
const ENTITY: TaggableWord = { text: 'thing', proper: false }

/** Reads prose with the language model: names, noun phrases and the words that carry meaning. */
export class ProseReader {
  readonly #model: LanguageModel
  readonly #lemmas: Lemmas
  readonly #findings: Findings
  readonly #mentions: Mentions
  readonly #personal: boolean

  constructor(model: LanguageModel, lemmas: Lemmas, findings: Findings, mentions: Mentions, personal: boolean) {
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
    for (const { start, end } of phrasesIn(tokens, tags, this.#model)) this.#phrase(tokens.slice(start, end), weight)
    for (const [i, token] of tokens.entries()) {
      if (token.kind === 'word') this.#word(token.lower, tags[i] ?? 'X', weight)
    }
  }

  #name(text: string, weight: number): void {
    this.#findings.entity('name', text, weight)
    this.#findings.candidate(text.toLowerCase(), weight * P.name!)
  }

  #phrase(words: readonly Token[], weight: number): void {
    if (words.length > 1) this.#findings.entity('term', words.map(({ lower }) => lower).join(' '), weight)
    for (let size = 2; size <= Math.min(4, words.length); size += 1) {
      for (let at = 0; at + size <= words.length; at += 1) {
        this.#phraseKeywords(words.slice(at, at + size), weight * (size === words.length ? P.full! : P.sub!))
      }
    }
  }

  #phraseKeywords(words: readonly Token[], weight: number): void {
    const spelled = words.map(({ lower }) => lower)
    const head = spelled.at(-1) ?? ''
    const base = [...spelled.slice(0, -1), this.#model.lemma(head, 'NOUN')].join(' ')
    this.#findings.candidate(base, weight)
    if (base !== spelled.join(' ')) this.#findings.candidate(spelled.join(' '), weight * P.surf!)
  }

  #word(lower: string, tag: Tag, weight: number): void {
    this.#mentions.concepts(lower)
    if (!CONTENT_TAGS.has(tag) || this.#model.isStopWord(lower)) return
    if (lower.includes('-')) this.#hyphenated(lower, weight)
    const lemma = this.#lemmas.of(lower, tag)
    if (P.gen === 1 && isGeneric(lemma)) return
    const specific = (this.#model.knows(lemma) ? 1 : P.unk!) * (P.gen === 2 && isGeneric(lemma) ? P.genw! : 1)
    this.#findings.candidate(lemma, specific * weight * (tag === 'ADJ' ? P.adj! : tag === 'VERB' ? P.verb! : P.noun!))
  }

  #hyphenated(lower: string, weight: number): void {
    for (const part of lower.split('-')) {
      this.#mentions.concepts(part)
      if (part.length > 2 && !this.#model.isStopWord(part)) this.#findings.candidate(this.#lemmas.of(part, 'NOUN'), weight * P.hyph!)
    }
  }
}

function taggable({ kind, text, lower, opens }: Token): TaggableWord {
  if (kind === 'mark') return { text, proper: false }
  if (kind === 'number') return NUMBER
  if (kind === 'entity') return ENTITY
  return { text: lower, proper: text !== lower && !opens }
}
