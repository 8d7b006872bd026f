import type { Findings } from './findings.ts'
import { isIdentifier, partsOf, SCHEMA_NAME, VERSION } from './identifiers.ts'
import type { Lemmas } from './lemmas.ts'
import type { LanguageModel } from './model.ts'
import { SALIENCE } from './salience.ts'
import type { EntityFinder } from './text-scanner.ts'
import { cleanUrl, isUrl, urlWords } from './urls.ts'
import { conceptsOf } from './vocabulary.ts'

const EMAIL = /^[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}$/
const MENTION = /^@[A-Za-z_]\w{1,38}$/
const HASHTAG = /^#\p{L}[\p{L}\p{N}_-]{1,60}$/u
/** Words of programming languages, which say nothing about what code does. */
const CODE_WORDS = new Set(
  'abstract args array assert async await boolean break byte case catch char class console const constructor continue debugger default def del elif else enum except export extends false final finally float fn for from function global impl implements import include instanceof int integer interface kwargs lambda let log long main match module mut namespace new nil none null number object package param params pass print private protected pub public raise require return self short static str string struct super switch this throw throws true try tuple type typeof undefined union unsafe use using var void while with yield'.split(
    ' ',
  ),
)

/** Notes mentions that are told by their spelling alone. */
export class Mentions {
  readonly #model: LanguageModel
  readonly #lemmas: Lemmas
  readonly #findings: Findings
  readonly #personal: boolean

  constructor(model: LanguageModel, lemmas: Lemmas, findings: Findings, personal: boolean) {
    this.#model = model
    this.#lemmas = lemmas
    this.#findings = findings
    this.#personal = personal
  }

  inProse(weight: number): EntityFinder {
    return { take: (run) => this.#take(run, weight * SALIENCE.identifier, weight * SALIENCE.identifierPart) }
  }

  /** Code repeats its names at every use, which does not make them matter more: each counts once. */
  inCode(weight: number): EntityFinder & { word(lower: string): void } {
    const seen = new Set<string>()
    const once = (run: string): boolean => !seen.has(run) && seen.add(run) !== undefined
    return {
      take: (run) =>
        once(run) ? this.#take(run, weight * SALIENCE.codeIdentifier, weight * SALIENCE.codePart) : true,
      word: (lower) => {
        if (!once(lower) || CODE_WORDS.has(lower)) return
        this.concepts(lower)
        this.#part(lower, weight * SALIENCE.codeWord)
      },
    }
  }

  concepts(word: string): void {
    for (const concept of conceptsOf(word)) {
      this.#findings.entity('concept', concept, 1)
      this.#findings.require(concept)
    }
  }

  #take(run: string, weight: number, partWeight: number): boolean {
    if (isUrl(run)) this.#url(run, weight, partWeight)
    else if (EMAIL.test(run)) this.#person('email', run, weight)
    else if (MENTION.test(run)) this.#person('mention', run, weight)
    else if (HASHTAG.test(run)) this.#hashtag(run, weight, partWeight)
    else if (VERSION.test(run)) this.#findings.entity('version', run, 1)
    else if (isIdentifier(run)) this.#identifier(run, weight, partWeight)
    else return false
    return true
  }

  #identifier(run: string, weight: number, partWeight: number): void {
    const lower = run.toLowerCase()
    if (SCHEMA_NAME.test(run)) {
      this.#findings.entity('schema', run, weight)
      this.#findings.require(run)
    } else {
      this.#findings.entity('identifier', run, weight)
      this.#findings.candidate(lower, weight)
    }
    this.concepts(lower)
    for (const part of partsOf(run)) {
      this.concepts(part)
      this.#part(part, partWeight)
    }
  }

  #part(part: string, weight: number): void {
    if (part.length < 3 || this.#model.word(part).stop) return
    this.#findings.candidate(this.#lemmas.of(part, 'NOUN'), weight)
  }

  #person(type: string, run: string, weight: number): void {
    if (this.#personal) return
    this.#findings.entity(type, run, weight)
    this.#findings.candidate(run.toLowerCase(), weight)
  }

  #hashtag(run: string, weight: number, partWeight: number): void {
    this.#findings.entity('hashtag', run, weight)
    this.#findings.candidate(run.slice(1).toLowerCase(), weight)
    for (const part of partsOf(run)) this.#part(part, partWeight)
  }

  #url(run: string, weight: number, partWeight: number): void {
    const url = cleanUrl(run)
    if (url === undefined) return
    this.#findings.entity('url', url, weight)
    for (const word of urlWords(url)) this.#part(word.toLowerCase(), partWeight)
  }
}
