import type { Knowledge } from '../knowledge.ts'
import type { LanguageModel } from '../language/model.ts'
import type { Findings } from '../ranking/findings.ts'
import { SALIENCE } from '../ranking/salience.ts'
import type { EntityFinder } from '../reading/scanner.ts'
import { commandOf, commandsIn } from './command-lines.ts'
import { isIdentifier, kebabIn, partsOf, SCHEMA_NAME, VERSION } from './identifiers.ts'
import { cleanUrl, isUrl, originOf, urlWords } from './urls.ts'
import type { Vocabulary } from './vocabulary.ts'

const EMAIL = /^[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}$/
const MENTION = /^@[A-Za-z_]\w{1,38}$/
const HASHTAG = /^#\p{L}[\p{L}\p{N}_-]{1,60}$/u
/** Words of programming languages, which say nothing about what code does. */
const CODE_WORDS = new Set(
  'abstract args array assert async await boolean break byte case catch char class console const constructor continue debugger default def del elif else enum except export extends false final finally float fn for from function global impl implements import include instanceof int integer interface kwargs lambda let log long main match module mut namespace new nil none null number object package param params pass print private protected pub public raise require return self short static str string struct super switch this throw throws true try tuple type typeof undefined union unsafe use using var void while with yield'.split(
    ' ',
  ),
)

/** In code, words with hyphens are names; single letters may be subtracted. */
const KEBAB = /^[a-z]{2,}(?:-[a-z]{2,})+$/

/** Notes mentions that are told by their spelling alone. */
export class Mentions {
  readonly #model: LanguageModel
  readonly #vocabulary: Vocabulary
  readonly #findings: Findings
  readonly #personal: boolean

  constructor({ model, vocabulary }: Knowledge, findings: Findings, personal: boolean) {
    this.#model = model
    this.#vocabulary = vocabulary
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
        if (KEBAB.test(lower)) {
          if (!this.#personal || this.#isImpersonal(lower))
            this.#identifier(lower, weight * SALIENCE.codeIdentifier, weight * SALIENCE.codePart)
          return
        }
        this.concepts(lower)
        this.#part(lower, weight * SALIENCE.codeWord)
      },
    }
  }

  /** Notes the commands of lines of code. */
  commandLines(code: string, weight: number): void {
    for (const line of code.split('\n')) {
      const command = commandOf(line)
      if (command !== undefined) this.#command(command, weight * SALIENCE.codeIdentifier)
    }
  }

  /** Notes names from code that go over several words of a sentence, which reads the words themselves. */
  namesOfCode(prose: string, weight: number): void {
    for (const command of commandsIn(prose)) this.#command(command, weight * SALIENCE.codeIdentifier)
    for (const run of kebabIn(prose, (word) => this.#model.word(word).known)) {
      if (!this.#personal) this.#findings.entity('identifier', run, weight)
    }
  }

  /** Notes the vocabulary's terms that a word, or words joined by spaces, in lower case, stand for. */
  concepts(words: string): void {
    for (const { type, keywords, required } of this.#vocabulary.entriesOf(words)) {
      for (const keyword of keywords) {
        this.#findings.entity(type, keyword, 1)
        if (required) this.#findings.require(keyword)
        else this.#findings.candidate(keyword, SALIENCE.listed)
      }
    }
  }

  /** The same for terms of several words. */
  phrases(words: readonly string[]): void {
    for (let start = 0; start < words.length; start += 1) {
      const longest = this.#vocabulary.longestFrom(words[start] ?? '')
      for (let size = 2; size <= longest; size += 1) this.concepts(words.slice(start, start + size).join(' '))
    }
  }

  #take(run: string, weight: number, partWeight: number): boolean {
    if (isUrl(run)) this.#url(run, weight, partWeight)
    else if (EMAIL.test(run)) this.#person('email', run, weight)
    else if (MENTION.test(run)) this.#person('mention', run, weight)
    else if (HASHTAG.test(run)) this.#hashtag(run, weight, partWeight)
    else if (VERSION.test(run)) this.#findings.entity('version', run, 1)
    else if (isIdentifier(run)) {
      if (!this.#personal || this.#isImpersonal(run)) this.#identifier(run, weight, partWeight)
    } else return false
    return true
  }

  #command(command: string, weight: number): void {
    if (this.#personal && !this.#isImpersonal(command)) return
    this.#findings.entity('identifier', command, weight)
    this.#findings.candidate(command.toLowerCase(), weight)
  }

  #identifier(run: string, weight: number, partWeight: number): void {
    const lower = run.toLowerCase()
    if (SCHEMA_NAME.test(run)) {
      this.#findings.entity('schema', run, weight)
      this.#findings.candidate(run, SALIENCE.listed)
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

  /** Made of ordinary words only: `user_id`, not `jane_doe` or an account number. */
  #isImpersonal(run: string): boolean {
    return !/\d{4}/.test(run) && partsOf(run).every((part) => this.#model.word(part).known)
  }

  #part(part: string, weight: number): void {
    const { stop, known, base } = this.#model.word(part)
    if (part.length < 3 || stop || (this.#personal && !known)) return
    this.#findings.candidate(base.lower, weight)
  }

  #person(type: string, run: string, weight: number): void {
    if (this.#personal) return
    this.#findings.entity(type, run, weight)
    this.#findings.candidate(run.toLowerCase(), weight)
  }

  #hashtag(run: string, weight: number, partWeight: number): void {
    if (this.#personal && !this.#isImpersonal(run)) return
    this.#findings.entity('hashtag', run, weight)
    this.#findings.candidate(run.slice(1).toLowerCase(), weight)
    for (const part of partsOf(run)) this.#part(part, partWeight)
  }

  #url(run: string, weight: number, partWeight: number): void {
    const url = this.#personal ? originOf(run) : cleanUrl(run)
    if (url === undefined || (this.#personal && !this.#isImpersonal(new URL(url).hostname))) return
    this.#findings.entity('url', url, weight)
    for (const word of urlWords(url)) this.#part(word.toLowerCase(), partWeight)
  }
}
