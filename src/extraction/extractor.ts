import type { BreadcrumbContent, Extraction, Extractor } from './breadcrumb.ts'
import { fingerprintOf } from './fingerprint.ts'
import type { Knowledge } from './knowledge.ts'
import { type LanguageModel, loadLanguageModel } from './language/model.ts'
import { Remembered } from './language/remembered.ts'
import { Vocabulary } from './mentions/vocabulary.ts'
import { DEFAULT_MAX_KEYWORDS, type ExtractorOptions, MOST_KEYWORDS } from './options.ts'
import { type Passages, passagesOf, passagesOfText } from './passages/passages.ts'
import { Findings } from './ranking/findings.ts'
import { keywordsOf } from './ranking/keywords.ts'
import { PassageReader } from './reading/passage-reader.ts'
import { type ReadPassage, Trace } from './reading/trace.ts'
import { BUILT_IN_SCHEMA_RULES } from './rules/built-in.ts'
import { type PathRules, pathRules } from './rules/path-rules.ts'
import { rulesFor, type SchemaRule } from './rules/schema-rules.ts'

/**
 * Makes an extractor; loads the language model, which takes about 100 ms.
 *
 * @throws RangeError when `maxKeywords` is out of range.
 */
export function createExtractor(options: ExtractorOptions = {}): Extractor {
  return makeExtractor(options)
}

export interface Reading {
  readonly extraction: Extraction
  /** None of a secret breadcrumb. */
  readonly passages: readonly ReadPassage[]
}

/** An extractor that also tells what it made of each passage. Loads the language model, as above. */
export function createReader(options: ExtractorOptions): (breadcrumb: BreadcrumbContent) => Reading {
  const extractor = makeExtractor(options)
  return (breadcrumb) => {
    const trace = new Trace(breadcrumb.sensitivity === 'pii')
    const extraction = extractor.extract(breadcrumb, trace)
    return { extraction, passages: trace.passages(extraction) }
  }
}

function makeExtractor(options: ExtractorOptions): EnglishExtractor {
  const { maxKeywords = DEFAULT_MAX_KEYWORDS } = options
  if (!Number.isInteger(maxKeywords) || maxKeywords < 1 || maxKeywords > MOST_KEYWORDS) {
    throw new RangeError(`maxKeywords must be a whole number from 1 to ${MOST_KEYWORDS}, not ${maxKeywords}`)
  }
  return new EnglishExtractor(options, loadLanguageModel())
}

/** Schema names come from outside: their number must not grow the memory. */
const MAX_REMEMBERED_SCHEMAS = 200

class EnglishExtractor implements Extractor {
  readonly fingerprint: string
  readonly #known: Knowledge
  readonly #maxKeywords: number
  readonly #schemaRules: readonly SchemaRule[]

  readonly #rulesOf = new Remembered(MAX_REMEMBERED_SCHEMAS, (name) =>
    pathRules(rulesFor(name, this.#schemaRules)),
  )

  constructor(options: ExtractorOptions, model: LanguageModel) {
    const { rules = {}, maxKeywords = DEFAULT_MAX_KEYWORDS } = options
    const vocabulary = new Vocabulary(rules.vocabulary, rules.always)
    this.fingerprint = fingerprintOf(options)
    this.#known = { model, vocabulary }
    this.#maxKeywords = maxKeywords
    this.#schemaRules = [...(rules.schemas ?? []), ...BUILT_IN_SCHEMA_RULES]
  }

  extract(breadcrumb: BreadcrumbContent, trace?: Trace): Extraction {
    if (breadcrumb.sensitivity === 'secret')
      return { entities: {}, keywords: [], weights: [], skipReason: 'withheld' }
    const rules = this.#rules(breadcrumb.schemaName)
    return this.#read(passagesOf(breadcrumb, rules), rules, breadcrumb.sensitivity === 'pii', trace)
  }

  extractText(text: string): Extraction {
    const rules = this.#rules(undefined)
    return this.#read(passagesOfText(text, rules), rules, false)
  }

  #rules(schemaName: string | null | undefined): PathRules {
    return this.#rulesOf.of(schemaName ?? '')
  }

  #read(
    { passages, truncated }: Passages,
    { termsAlways }: PathRules,
    personal: boolean,
    trace?: Trace,
  ): Extraction {
    const findings = trace?.findings(termsAlways) ?? new Findings(termsAlways)
    const reader = new PassageReader(this.#known, findings, personal)
    for (const passage of passages) {
      const text = reader.read(passage)
      trace?.passageRead(passage, text)
    }
    const { keywords, weights } = keywordsOf(findings, this.#maxKeywords)
    return {
      entities: findings.entities(),
      keywords,
      weights,
      ...(keywords.length === 0 && { skipReason: passages.length === 0 ? 'no-text' : 'no-keywords' }),
      ...(truncated && { truncated }),
    }
  }
}
