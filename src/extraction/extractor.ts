import type { BreadcrumbContent, Extraction, Extractor } from './breadcrumb.ts'
import { Findings } from './findings.ts'
import { fingerprintOf } from './fingerprint.ts'
import { keywordsOf } from './keywords.ts'
import type { Knowledge } from './knowledge.ts'
import { Lemmas } from './language/lemmas.ts'
import { type LanguageModel, loadLanguageModel } from './language/model.ts'
import { Vocabulary } from './mentions/vocabulary.ts'
import { DEFAULT_MAX_KEYWORDS, type ExtractorOptions } from './options.ts'
import { PassageReader } from './passage-reader.ts'
import { type Passages, passagesOf, passagesOfText } from './passages/passages.ts'
import { BUILT_IN_SCHEMA_RULES } from './rules/built-in.ts'
import { type PathRules, pathRules } from './rules/path-rules.ts'
import { rulesFor, type SchemaRule } from './rules/schema-rules.ts'

/** Makes an extractor; loads the language model, which takes about 100 ms. */
export function createExtractor(options: ExtractorOptions = {}): Extractor {
  return new EnglishExtractor(options, loadLanguageModel())
}

/** Schema names come from outside: their number must not grow the memory. */
const MAX_REMEMBERED_SCHEMAS = 200

class EnglishExtractor implements Extractor {
  readonly fingerprint: string
  readonly #known: Knowledge
  readonly #maxKeywords: number
  readonly #schemaRules: readonly SchemaRule[]

  readonly #rulesOf = new Map<string, PathRules>()

  constructor(options: ExtractorOptions, model: LanguageModel) {
    this.fingerprint = fingerprintOf(options)
    this.#known = { model, lemmas: new Lemmas(model), vocabulary: new Vocabulary(options.rules?.vocabulary) }
    this.#maxKeywords = options.maxKeywords ?? DEFAULT_MAX_KEYWORDS
    this.#schemaRules = [...(options.rules?.schemas ?? []), ...BUILT_IN_SCHEMA_RULES]
  }

  extract(breadcrumb: BreadcrumbContent): Extraction {
    if (breadcrumb.sensitivity === 'secret') return { entities: {}, keywords: [], skipReason: 'withheld' }
    return this.#read(
      passagesOf(breadcrumb, this.#rules(breadcrumb.schemaName)),
      breadcrumb.sensitivity === 'pii',
    )
  }

  extractText(text: string): Extraction {
    return this.#read(passagesOfText(text, this.#rules(undefined)), false)
  }

  #rules(schemaName: string | null | undefined): PathRules {
    const name = schemaName ?? ''
    let rules = this.#rulesOf.get(name)
    if (rules === undefined) {
      rules = pathRules(rulesFor(name, this.#schemaRules))
      if (this.#rulesOf.size >= MAX_REMEMBERED_SCHEMAS) this.#rulesOf.clear()
      this.#rulesOf.set(name, rules)
    }
    return rules
  }

  #read({ passages, truncated }: Passages, personal: boolean): Extraction {
    const findings = new Findings()
    const reader = new PassageReader(this.#known, findings, personal)
    for (const passage of passages) reader.read(passage)
    const keywords = keywordsOf(findings, this.#maxKeywords)
    return {
      entities: findings.entities(),
      keywords,
      ...(keywords.length === 0 && { skipReason: passages.length === 0 ? 'no-text' : 'no-keywords' }),
      ...(truncated && { truncated }),
    }
  }
}
