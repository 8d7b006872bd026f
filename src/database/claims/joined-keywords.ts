/** A control character: no keyword has any. */
const BETWEEN_KEYWORDS = '\u001f'
const CONTROL = /\p{Cc}/u

/** As `save` takes them. Throws for a keyword that would be taken for two, or for two breadcrumbs' keywords. */
export function joinKeywords(keywords: readonly string[]): string {
  if (keywords.some((keyword) => CONTROL.test(keyword)))
    throw new Error('a keyword has a control character in it')
  return keywords.join(BETWEEN_KEYWORDS)
}

export function splitKeywords(joined: string): string[] {
  return joined === '' ? [] : joined.split(BETWEEN_KEYWORDS)
}
