export type {
  BreadcrumbContent,
  Entities,
  Extraction,
  Extractor,
  Sensitivity,
  SkipReason,
} from './extraction/breadcrumb.ts'
export { createExtractor } from './extraction/extractor.ts'
export type { ExtractorOptions } from './extraction/options.ts'
export type { ExtractionRules, PathRule, SchemaRule } from './extraction/rules/schema-rules.ts'
