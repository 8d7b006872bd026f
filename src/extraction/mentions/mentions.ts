import type { Knowledge } from '../knowledge.ts'
import type { LanguageModel, Word } from '../language/model.ts'
import type { Findings } from '../ranking/findings.ts'
import { SALIENCE } from '../ranking/salience.ts'
import type { EntityFinder, Token } from '../reading/scanner.ts'
import { TWO_WORDS } from '../reading/spellings.ts'
import { commandOf, commandsIn } from './command-lines.ts'
import { isIdentifier, kebabIn, partsOf, SCHEMA_NAME, VERSION, withoutLine } from './identifiers.ts'
import { cleanUrl, isUrl, originOf, urlWords } from './urls.ts'
import type { Vocabulary } from './vocabulary.ts'

const EMAIL = /^[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}$/
const MENTION = /^@[A-Za-z_]\w{1,38}$/
const HASHTAG = /^#\p{L}[\p{L}\p{N}_-]{1,60}$/u
/** Words of programming languages which say nothing about what code does, nor does anybody ask for them. */
const CODE_WORDS = new Set(
  'abstract args array assert async await boolean break byte case catch char console const constructor continue debugger default def del elif else except export extends false final finally float fn for from global impl implements import include instanceof int integer interface kwargs lambda let log long main match module mut new nil none null number object package param params pass print private protected pub public raise require return self short static str string super switch this throw throws true try tuple type typeof undefined union unsafe use using var void while with yield'.split(
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
    return {
      take: (run, at) => this.#take(run, at, weight * SALIENCE.identifier, weight * SALIENCE.identifierPart),
    }
  }

  /** Code repeats its names at every use, which does not make them matter more: each counts once. */
  inCode(weight: number): EntityFinder & { word(word: Word, at: number): void } {
    const seen = new Set<string>()
    const once = (run: string): boolean => !seen.has(run) && seen.add(run) !== undefined
    const { codeIdentifier, codePart, codeWord } = SALIENCE
    const take = (run: string, at: number) => this.#take(run, at, weight * codeIdentifier, weight * codePart)
    return {
      take: (run, at) => !once(run) || take(run, at),
      word: ({ text, lower }, at) => {
        if (!once(lower) || CODE_WORDS.has(lower)) return
        if (TWO_WORDS.test(text)) take(text, at)
        else if (KEBAB.test(lower)) {
          if (!this.#personal || this.#isImpersonal(lower))
            this.#identifier(lower, at, weight * codeIdentifier, weight * codePart)
        } else {
          this.concepts(lower, at)
          this.#part(lower, weight * codeWord)
        }
      },
    }
  }

  /** Notes a text that is a keyword as it stands. */
  keyword(text: string): void {
    const keyword = text.toLowerCase().trim().replace(/\s+/g, ' ')
    if (!this.#personal || this.#isImpersonal(keyword)) this.#findings.keep(keyword)
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

  /** Notes the words that a name of a sentence is made of. */
  wordsOfName({ text, known }: Word, at: number, weight: number): void {
    if (known || !TWO_WORDS.test(text)) return
    for (const part of partsOf(text)) {
      this.concepts(part, at)
      this.#part(part, weight * SALIENCE.identifierPart)
    }
  }

  /** Notes the vocabulary's terms that a word, or words joined by spaces, in lower case, stand for; `at` is the first. */
  concepts(words: string, at: number): void {
    for (const entry of this.#vocabulary.entriesOf(words)) {
      for (const keyword of entry.keywords) this.#findings.entity(entry.type, keyword, 1)
      this.#findings.terms.note(entry, this.#findings.place.isTelling(at))
    }
  }

  /** The same for terms of several words. */
  phrases(tokens: readonly Token[]): void {
    const words = tokens.map(({ word }) => word.lower)
    let at = 0
    for (let start = 0; start < words.length; start += 1) {
      const longest = this.#vocabulary.longestFrom(words[start] ?? '')
      for (let size = 2; size <= longest; size += 1)
        this.concepts(words.slice(start, start + size).join(' '), at)
      if (tokens[start]?.kind !== 'mark') at += 1
    }
  }

  #take(found: string, at: number, weight: number, partWeight: number): boolean {
    const run = withoutLine(found)
    if (isUrl(run)) this.#url(run, weight, partWeight)
    else if (EMAIL.test(run)) this.#person('email', run, weight)
    else if (MENTION.test(run)) this.#person('mention', run, weight)
    else if (HASHTAG.test(run)) this.#hashtag(run, weight, partWeight)
    else if (VERSION.test(run)) this.#findings.entity('version', run, 1)
    else if (isIdentifier(run)) {
      if (!this.#personal || this.#isImpersonal(run)) this.#identifier(run, at, weight, partWeight)
    } else return false
    return true
  }

  #command(command: string, weight: number): void {
    if (this.#personal && !this.#isImpersonal(command)) return
    this.#findings.entity('identifier', command, weight)
    this.#findings.candidate(command.toLowerCase(), weight)
  }

  #identifier(run: string, at: number, weight: number, partWeight: number): void {
    const lower = run.toLowerCase()
    if (SCHEMA_NAME.test(run)) {
      this.#findings.entity('schema', run, weight)
      this.#findings.candidate(run, SALIENCE.listed)
    } else {
      this.#findings.entity('identifier', run, weight)
      this.#findings.candidate(lower, weight)
    }
    this.concepts(lower, at)
    for (const part of partsOf(run)) {
      this.concepts(part, at)
      this.#part(part, partWeight)
    }
  }

  /** Made of ordinary words only: `user_id`, not `jane_doe` or an account number. */
  #isImpersonal(run: string): boolean {
    return !/\d{4}/.test(run) && partsOf(run).every((part) => this.#model.word(part).known)
  }

  #part(part: string, weight: number): void {
    const { stop, known, base } = this.#model.word(part)
    if (stop || (this.#personal && !known)) return
    this.#findings.candidate(base.lower, part.length < 3 ? weight * SALIENCE.shortPart : weight)
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
