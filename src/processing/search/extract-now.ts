import type { ContentRow } from './place.ts'

/** What extraction makes of one breadcrumb now. Loads the language model when it is first asked. */
export async function extractNow({ context, ...content }: ContentRow): Promise<readonly string[]> {
  const { createExtractor } = await import('../../extraction/extractor.ts')
  return createExtractor().extract({ ...content, context: context === null ? null : JSON.parse(context) })
    .keywords
}
