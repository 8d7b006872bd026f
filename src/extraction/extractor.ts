import type { BreadcrumbContent, Extraction, Extractor } from './breadcrumb.ts'
import { Findings } from './findings.ts'
import { fingerprintOf } from './fingerprint.ts'
import { keywordsOf } from './keywords.ts'
import { type LanguageModel, loadLanguageModel } from './model.ts'
import { DEFAULT_MAX_KEYWORDS, type ExtractorOptions } from './options.ts'
import { PassageReader } from './passage-reader.ts'
import { type Passages, passagesOf, passagesOfText } from './passages.ts'
import { BUILT_IN_SCHEMA_RULES } from './rules/built-in.ts'
import { type PathRules, pathRules } from './rules/path-rules.ts'
import { rulesFor, type SchemaRule } from './rules/schema-rules.ts'

/** Makes an extractor; loads the language model, which takes about 100 ms. */
export function createExtractor(options: ExtractorOptions = {}): Extractor {
  return new EnglishExtractor(options, loadLanguageModel())
}

class EnglishExtractor implements Extractor {
  readonly fingerprint: string
  readonly #model: LanguageModel
  readonly #maxKeywords: number
  readonly #schemaRules: readonly SchemaRule[]

  constructor(options: ExtractorOptions, model: LanguageModel) {
    this.fingerprint = fingerprintOf(options)
    this.#model = model
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
    return pathRules(rulesFor(schemaName, this.#schemaRules))
  }

  #read({ passages, truncated }: Passages, personal: boolean): Extraction {
    const findings = new Findings()
    const reader = new PassageReader(this.#model, findings, personal)
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
