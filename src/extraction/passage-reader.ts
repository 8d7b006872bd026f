import { withoutCredentials } from './credentials.ts'
import type { Findings } from './findings.ts'
import type { Knowledge } from './knowledge.ts'
import { Mentions } from './mentions.ts'
import type { LanguageModel } from './model.ts'
import type { Passage } from './passages.ts'
import { ProseReader } from './prose-reader.ts'
import { weightAt } from './salience.ts'
import { segmentsOf } from './segments.ts'
import { scan } from './text-scanner.ts'

/** Reads passages and notes what they mention. */
export class PassageReader {
  readonly #model: LanguageModel
  readonly #mentions: Mentions
  readonly #prose: ProseReader

  /** With `personal`, nothing that may tell a person is noted. */
  constructor(known: Knowledge, findings: Findings, personal: boolean) {
    this.#model = known.model
    this.#mentions = new Mentions(known, findings, personal)
    this.#prose = new ProseReader(known, findings, this.#mentions, personal)
  }

  read({ text, weight, code }: Passage): void {
    const clean = withoutCredentials(text)
    const segments = code ? [{ text: clean, code, emphasis: 1 }] : segmentsOf(clean)
    let position = 0
    for (const segment of segments) {
      const emphasised = weight * segment.emphasis * weightAt(position)
      position += segment.text.length
      if (segment.code) this.#readCode(segment.text, emphasised)
      else this.#prose.read(segment.text, emphasised)
    }
  }

  /** Code: identifiers, and words that are not of the language it is written in, each once. */
  #readCode(text: string, weight: number): void {
    const finder = this.#mentions.inCode(weight)
    for (const token of scan(text, finder, this.#model)) {
      if (token.kind === 'word') finder.word(token.word.lower)
    }
  }
}
