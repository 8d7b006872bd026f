import { SALIENCE } from './salience.ts'

/** A stretch of a passage that is read as one: prose, a heading, or code. */
export interface Segment {
  readonly text: string
  readonly code: boolean
  /** How much a mention counts beside one in a plain paragraph. */
  readonly emphasis: number
}

const FENCE = /^\s{0,3}(`{3,}|~{3,})/
const HEADING = /^\s{0,3}(#{1,6})\s+(\S.*)$/
const BULLET = /^\s*(?:[-*+•▪◦]|\d{1,3}[.)])\s+(?:\[[ xX]\]\s+)?/
const QUOTE = /^\s*>[\s>]*/
const TABLE_RULE = /^[\s|:+=-]+$/
const LINK =
  /!?\[([^[\]]{0,300})\]\(\s{0,3}<?([^\s()<>]{1,1000}(?:\([^\s()<>]{0,300}\))?[^\s()<>]{0,300})>?(?:\s[^()]{0,300})?\)/g
const HTML_TAG =
  /<\/?(?:a|abbr|article|aside|b|blockquote|body|br|button|code|dd|details|div|dl|dt|em|figure|footer|h[1-6]|head|header|hr|html|i|iframe|img|input|label|li|link|main|meta|nav|ol|p|pre|script|section|small|span|strong|style|sub|summary|sup|table|tbody|td|th|thead|title|tr|u|ul|video)(?:\s[^<>]{0,500})?\/?>/gi
const HTML_ENTITY = /&(?:amp|lt|gt|quot|apos|nbsp|#39|#x27|#160|mdash|ndash|hellip|rsquo|lsquo|rdquo|ldquo);/g
const HTML_ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&#39;': "'",
  '&#x27;': "'",
  '&nbsp;': ' ',
  '&#160;': ' ',
  '&mdash;': ' — ',
  '&ndash;': ' – ',
  '&hellip;': '…',
  '&rsquo;': '’',
  '&lsquo;': '‘',
  '&rdquo;': '”',
  '&ldquo;': '“',
}

/** A line this long that ends without a full stop was broken by its writer's editor. */
const WRAPPED_LINE = 60

const LONGEST_TITLE = 100

/** Splits a text into prose, headings and code, going by Markdown's marks and by what lines of code look like. */
export function segmentsOf(text: string): Segment[] {
  const reader = new SegmentReader()
  const lines = text.split('\n')
  if (lines.length > 1 && isTitle(lines[0] ?? '')) reader.readTitle(lines.shift() ?? '')
  for (const line of lines) reader.read(line)
  return reader.finish()
}

class SegmentReader {
  readonly #segments: Segment[] = []
  readonly #addresses: string[] = []
  #lines: string[] = []
  #inCode = false
  #fence: string | undefined

  read(line: string): void {
    const fence = FENCE.exec(line)?.[1]
    if (fence !== undefined && (this.#fence === undefined || fence.startsWith(this.#fence))) {
      this.#fence = this.#fence === undefined ? fence : undefined
      return
    }
    if (this.#fence !== undefined || isCodeLine(withoutMarkup(line))) this.#add(line, true)
    else this.#readProse(line)
  }

  readTitle(line: string): void {
    this.#segments.push({
      text: this.#plain(line.replace(HEADING, '$2')),
      code: false,
      emphasis: SALIENCE.titleLine,
    })
  }

  finish(): Segment[] {
    this.#flush()
    if (this.#addresses.length > 0)
      this.#segments.push({ text: this.#addresses.join('\n'), code: true, emphasis: 1 })
    return this.#segments
  }

  #readProse(line: string): void {
    const heading = HEADING.exec(line)?.[2]
    if (heading !== undefined) {
      this.#flush()
      this.#segments.push({
        text: this.#plain(heading.replace(/\s#+\s*$/, '')),
        code: false,
        emphasis: SALIENCE.heading,
      })
    } else if (line.startsWith('|') && TABLE_RULE.test(line)) return
    else this.#add(this.#plain(line.replace(QUOTE, '').replace(BULLET, '')), false)
  }

  #add(line: string, code: boolean): void {
    if (code !== this.#inCode) this.#flush()
    this.#inCode = code
    const before = this.#lines.at(-1)
    if (!code && before !== undefined && continues(before, line))
      this.#lines[this.#lines.length - 1] = `${before} ${line}`
    else this.#lines.push(line)
  }

  #flush(): void {
    if (this.#lines.length > 0)
      this.#segments.push({ text: this.#lines.join('\n'), code: this.#inCode, emphasis: 1 })
    this.#lines = []
  }

  /** The words of a line without the marks of links, tables and HTML; addresses are read apart. */
  #plain(line: string): string {
    let plain = line
    if (plain.includes('](')) {
      plain = plain.replace(LINK, (_all, text: string, address: string) => {
        this.#addresses.push(address)
        return text
      })
    }
    if (plain.includes('<')) plain = plain.replace(HTML_TAG, ' ')
    if (plain.includes('&')) plain = plain.replace(HTML_ENTITY, (entity) => HTML_ENTITIES[entity] ?? ' ')
    return plain.startsWith('|') ? plain.replaceAll('|', ' ; ') : plain
  }
}

/** A short first line that is no sentence. */
function isTitle(line: string): boolean {
  return line.length <= LONGEST_TITLE && /[\p{L}\p{N})?]$/u.test(line) && !isCodeLine(line)
}

/** Whether a line goes on with the sentence of the line before. */
function continues(before: string, line: string): boolean {
  return (
    before.length >= WRAPPED_LINE &&
    before.length < 4 * WRAPPED_LINE &&
    /[\p{L},]$/u.test(before) &&
    /^\p{L}/u.test(line)
  )
}

/** A line without the marks of quotes, lists, links and HTML, which are signs of code as well. */
function withoutMarkup(line: string): string {
  let bare = line.replace(QUOTE, '').replace(BULLET, '')
  if (bare.includes('](')) bare = bare.replace(LINK, '$1')
  if (bare.includes('<')) bare = bare.replace(HTML_TAG, '')
  return bare.includes('&') ? bare.replace(HTML_ENTITY, '') : bare
}

const CODE_SIGNS = /[{}()[\]=<>;"_$\\|&]/g
const MIN_CODE_LINE = 4

/** Lines of code and JSON stand out by their signs, or by the keyword that starts them. */
function isCodeLine(line: string): boolean {
  if (line.length < MIN_CODE_LINE || line.length > 2000) return false
  if (/^\s*(?:[}\])]+[;,]?|[{[(])\s*$/.test(line)) return true
  const signs = line.match(CODE_SIGNS)?.length ?? 0
  if (signs < 2) return false
  return signs > line.length / 7 || (CODE_START.test(line) && /[;{(:=,\\]\s*$|[()=]/.test(line))
}

const CODE_START =
  /^\s*(?:import|from|export|const|let|var|def|class|function|return|async|await|public|private|protected|static|#include|package|use|fn|pub|impl|struct|enum|elif|except|@\w+|curl|npm|npx|pip|SELECT|INSERT|UPDATE|CREATE|\$)\s/
