import { withoutCredentials } from './credentials.ts'
import type { Findings } from './findings.ts'
import { isIdentifier, partsOf, SCHEMA_NAME, VERSION } from './identifiers.ts'
import type { LanguageModel, Tag } from './model.ts'
import { namesIn } from './names.ts'
import type { Passage } from './passages.ts'
import { phrasesIn } from './phrases.ts'
import { scan, type Token } from './text-scanner.ts'
import { cleanUrl, isUrl, urlWords } from './urls.ts'
import { conceptsOf } from './vocabulary.ts'

/** Reads passages and notes what they mention. */
export class PassageReader {
  readonly #model: LanguageModel
  readonly #findings: Findings
  readonly #personal: boolean

  constructor(model: LanguageModel, findings: Findings, personal: boolean) {
    this.#model = model
    this.#findings = findings
    this.#personal = personal
  }

  read({ text, weight, code }: Passage): void {
    const tokens = scan(withoutCredentials(text), { take: (run) => this.#entity(run, weight) })
    if (tokens.length === 0) return
    for (const token of tokens) this.#concepts(token.lower)
    if (!code) this.#prose(tokens, weight)
  }

  #prose(tokens: readonly Token[], weight: number): void {
    const tags = this.#tag(tokens)
    const names = namesIn(tokens, tags, this.#model)
    if (!this.#personal) for (const name of names) this.#name(name.text, weight)
    for (const phrase of phrasesIn(tokens, tags, this.#model)) {
      this.#findings.entity('term', phrase.text, weight)
      this.#findings.candidate(phrase.keyword, weight * 0.8)
    }
    for (const [i, token] of tokens.entries()) {
      if (token.kind === 'word') this.#word(token, tags[i] ?? 'X', weight)
    }
  }

  #tag(tokens: readonly Token[]): Tag[] {
    return this.#model.tag(
      tokens.map(({ kind, text, lower, opens }) => {
        if (kind === 'mark') return { text, proper: false }
        if (kind === 'number') return { text: '12', proper: false }
        if (kind === 'entity') return { text: 'thing', proper: false }
        return { text: lower, proper: text !== lower && !opens }
      }),
    )
  }

  #name(text: string, weight: number): void {
    this.#findings.entity('name', text, weight)
    this.#findings.candidate(text.toLowerCase(), weight * 1.5)
  }

  #word({ lower }: Token, tag: Tag, weight: number): void {
    if (!CONTENT_TAGS.has(tag) || this.#model.isStopWord(lower)) return
    this.#findings.candidate(this.#model.lemma(lower, tag), weight * (tag === 'ADJ' ? 0.6 : 1))
  }

  #concepts(word: string): void {
    for (const concept of conceptsOf(word)) {
      this.#findings.entity('concept', concept, 1)
      this.#findings.require(concept)
    }
  }

  #entity(run: string, weight: number): boolean {
    if (isUrl(run)) return this.#url(run, weight)
    if (/^[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}$/.test(run))
      return this.#personalMention('email', run, weight)
    if (/^@[A-Za-z_]\w{1,38}$/.test(run)) return this.#personalMention('mention', run, weight)
    if (/^#\p{L}[\p{L}\p{N}_-]{1,60}$/u.test(run)) return this.#hashtag(run, weight)
    if (VERSION.test(run)) return this.#simple('version', run)
    if (!isIdentifier(run)) return false
    if (SCHEMA_NAME.test(run)) {
      this.#findings.entity('schema', run, weight)
      this.#findings.require(run)
    } else this.#findings.entity('identifier', run, weight)
    this.#findings.candidate(run.toLowerCase(), weight * 1.2)
    for (const part of partsOf(run)) {
      this.#concepts(part)
      if (!this.#model.isStopWord(part))
        this.#findings.candidate(this.#model.lemma(part, 'NOUN'), weight * 0.4)
    }
    return true
  }

  #simple(type: string, run: string): boolean {
    this.#findings.entity(type, run, 1)
    return true
  }

  #personalMention(type: string, run: string, weight: number): boolean {
    if (this.#personal) return true
    this.#findings.entity(type, run, weight)
    this.#findings.candidate(run.toLowerCase(), weight)
    return true
  }

  #hashtag(run: string, weight: number): boolean {
    this.#findings.entity('hashtag', run, weight)
    this.#findings.candidate(run.slice(1).toLowerCase(), weight)
    return true
  }

  #url(run: string, weight: number): boolean {
    const url = cleanUrl(run)
    if (url === undefined) return true
    this.#findings.entity('url', url, weight)
    for (const word of urlWords(url)) this.#findings.candidate(word.toLowerCase(), weight * 0.3)
    return true
  }
}

const CONTENT_TAGS: ReadonlySet<Tag> = new Set(['NOUN', 'PROPN', 'VERB', 'ADJ', 'X'])
