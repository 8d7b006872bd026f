const ELEMENT =
  /<(\/?)(nav|footer|aside|header|div|section|form|dialog|ul|ol|p|span)(?=[\s>/])([^<>]{0,1000})>/gi
const ROLE_OF_FRAME = /\brole\s{0,3}=\s{0,3}["']?(?:navigation|contentinfo)\b/i
const NAME_OF_FRAME =
  /\b(?:class|id|aria-label|data-testid)\s{0,3}=\s{0,3}(?:"[^"]{0,200}|'[^']{0,200}|[^\s"']{0,200})(?:cookie|consent|gdpr|(?<![a-z])nav(?:bar|igation)(?![a-z])|(?:site|page|main|global)[-_]?(?:nav|menu|footer)(?![a-z])|skip-?link)/i

/**
 * HTML without what frames a page: navigation, footers, and banners that ask for consent. From an element that is
 * never closed on, all stays.
 */
export function withoutFrame(html: string): string {
  let kept = ''
  let read = 0
  let frame: { readonly name: string; readonly start: number } | undefined
  let depth = 0
  for (const { 0: tag, 1: slash = '', 2: element = '', 3: attributes = '', index } of html.matchAll(
    ELEMENT,
  )) {
    const name = element.toLowerCase()
    if (frame === undefined) {
      if (slash !== '' || !isFrame(name, attributes)) continue
      frame = { name, start: index }
      depth = 1
    } else if (name === frame.name && !attributes.endsWith('/')) {
      depth += slash === '' ? 1 : -1
      if (depth > 0) continue
      kept += `${html.slice(read, frame.start)}\n`
      read = index + tag.length
      frame = undefined
    }
  }
  return kept + html.slice(read)
}

function isFrame(name: string, attributes: string): boolean {
  if (name === 'nav' || name === 'footer') return true
  return attributes !== '' && (ROLE_OF_FRAME.test(attributes) || NAME_OF_FRAME.test(attributes))
}
