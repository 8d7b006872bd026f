import { SALIENCE } from '../ranking/salience.ts'
import { isCodeLine, isIndentedCode } from './code-lines.ts'
import { listedName } from './listings.ts'
import { type Aside, beginsItem, plainLine, withoutMarks } from './markdown.ts'

/** A stretch of a passage that is read as one: prose, a heading, or code. */
export interface Segment {
  readonly text: string
  readonly code: boolean
  /** How much a mention counts beside one in a plain paragraph. */
  readonly emphasis: number
}

const FENCE = /^[\s>]*(?:(?:[-*+]|\d{1,3}[.)])\s+)?(`{3,}|~{3,})(?=([^`]*))/
const HEADING = /^\s{0,3}(#{1,6})\s+(\S.*)$/
const UNDERLINE = /^\s{0,3}(?:={3,}|-{3,})\s*$/
const RULE = /^\s{0,3}(?:[-=_*+](?:\s*[-=_*+]){2,})\s*$/
const TABLE_ROW = /^\s{0,3}\||\s\|\s/
const TABLE_RULE = /^[\s|:+=-]+$/
const FRONT_MATTER_KEY = /^([A-Za-z][\w-]{0,60}):\s*(.*)$/
const FRONT_MATTER_LINES = 60

/** A line this long that ends without a full stop was broken by its writer's editor. */
const WRAPPED_LINE = 60

const LONGEST_TITLE = 100

/** Splits a text into prose, headings and code, going by Markdown's marks and by what lines of code look like. */
export function segmentsOf(text: string): Segment[] {
  const reader = new SegmentReader()
  const lines = withoutClosingTags(text).split('\n').map(listedName)
  const front = frontMatterEnd(lines)
  for (const line of lines.splice(0, front)) reader.readFrontMatter(line)
  if (lines.length > 1 && front === 0 && isTitle(lines[0] ?? '')) reader.readTitle(lines.shift() ?? '')
  for (const line of lines) reader.read(line)
  return reader.finish()
}

/** Of XML and of prompts for models; that of HTML is gone already. */
const CLOSING_TAG = /<\/[A-Za-z][\w:.-]{0,60}\s{0,3}>/g

function withoutClosingTags(text: string): string {
  return text.includes('</') ? text.replace(CLOSING_TAG, ' ') : text
}

class SegmentReader {
  readonly #segments: Segment[] = []
  readonly #aside: Aside = { addresses: [], spans: [] }
  #lines: string[] = []
  #inCode = false
  #fence: string | undefined
  #afterBlank = true
  #indented = false

  read(line: string): void {
    const blank = line.trim() === ''
    if (!this.#readFence(line)) {
      if (this.#fence !== undefined) this.#add(line.replace(/^\s*> ?/, ''), true)
      else if (!blank) this.#readLine(line)
      else this.#add('', this.#inCode)
    }
    this.#afterBlank = blank
  }

  readTitle(line: string): void {
    this.#heading(line.replace(HEADING, '$2'), SALIENCE.titleLine)
  }

  /** `title: …` weighs as a title; of other lines the value counts, not its key. */
  readFrontMatter(line: string): void {
    const [, key, value = line] = FRONT_MATTER_KEY.exec(line) ?? []
    if (key === 'title') this.readTitle(value)
    else if (!RULE.test(line)) this.#add(plainLine(value.replace(/^[[{]|[\]}]$/g, ''), this.#aside), false)
  }

  finish(): Segment[] {
    this.#flush()
    const { addresses, spans } = this.#aside
    const aside = [...addresses.map(pathOf), ...spans].filter((code) => code !== '')
    if (aside.length > 0) this.#segments.push({ text: aside.join('\n'), code: true, emphasis: 1 })
    return this.#segments
  }

  /** Returns true for a line that opens or closes fenced code. */
  #readFence(line: string): boolean {
    const [, fence, info = ''] = FENCE.exec(line) ?? []
    if (fence === undefined) return false
    if (this.#fence === undefined) this.#fence = fence
    else if (fence.startsWith(this.#fence) && info.trim() === '') this.#fence = undefined
    else return false
    return true
  }

  #readLine(line: string): void {
    const heading = HEADING.exec(line)?.[2]
    if (heading !== undefined) this.#heading(heading.replace(/\s#+\s*$/, ''), SALIENCE.heading)
    else if (UNDERLINE.test(line) && this.#underlines()) return
    else if (RULE.test(line) || (line.includes('|') && TABLE_RULE.test(line))) return
    else if (TABLE_ROW.test(line) && !isCodeLine(line.replaceAll('|', '')))
      this.#add(plainLine(line, this.#aside).replaceAll('|', ' ; '), false)
    else if (this.#isIndentedCode(line) || isCodeLine(withoutMarks(line))) this.#add(line, true)
    else this.#add(plainLine(line, this.#aside), false, !beginsItem(line))
  }

  /** Indented code begins behind an empty line. */
  #isIndentedCode(line: string): boolean {
    this.#indented = (this.#indented || this.#afterBlank) && isIndentedCode(line)
    return this.#indented
  }

  /** Makes the line before a heading, when it stands alone above its underline. */
  #underlines(): boolean {
    const above = this.#lines.at(-1) ?? ''
    const isAlone = this.#lines.length === 1 || this.#lines.at(-2) === ''
    if (this.#inCode || above === '' || !isAlone || above.length > LONGEST_TITLE) return false
    this.#lines.pop()
    this.#heading(above, SALIENCE.heading)
    return true
  }

  #heading(line: string, emphasis: number): void {
    this.#flush()
    this.#segments.push({ text: plainLine(line, this.#aside), code: false, emphasis })
  }

  #add(line: string, code: boolean, mayContinue = true): void {
    if (code !== this.#inCode) this.#flush()
    this.#inCode = code
    const before = this.#lines.at(-1)
    if (!code && mayContinue && before !== undefined && continues(before, line))
      this.#lines[this.#lines.length - 1] = `${before} ${line}`
    else this.#lines.push(line)
  }

  #flush(): void {
    if (this.#lines.length > 0)
      this.#segments.push({ text: this.#lines.join('\n'), code: this.#inCode, emphasis: 1 })
    this.#lines = []
  }
}

/** How many lines at the beginning are settings between two lines of dashes or pluses. */
function frontMatterEnd(lines: readonly string[]): number {
  const mark = lines[0]?.trimEnd()
  if (mark !== '---' && mark !== '+++') return 0
  const end = lines.slice(1, FRONT_MATTER_LINES).findIndex((line) => line.trimEnd() === mark)
  return end < 1 ? 0 : end + 2
}

/** Where a link leads, without what marks a place in it. */
function pathOf(address: string): string {
  if (address.startsWith('#')) return ''
  return address.includes('://') ? address : address.replace(/^mailto:/i, '').replace(/[?#].*$/, '')
}

/** A short first line that is no sentence. */
function isTitle(line: string): boolean {
  return (
    line.length <= LONGEST_TITLE &&
    /[\p{L}\p{N})?]$/u.test(line) &&
    !FENCE.test(line) &&
    !TABLE_ROW.test(line) &&
    !isCodeLine(line)
  )
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
