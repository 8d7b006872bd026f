import { decodeHTMLStrict } from 'entities/decode'
import { withoutFrame } from './page-frame.ts'

/** Elements that stand inside a word or a line of text: without their tags, it reads on. */
const INLINE_TAG =
  /<\/?(?:a|abbr|b|cite|del|em|font|i|img|ins|mark|q|s|small|strike|strong|sub|sup|u|wbr)(?:\s[^<>]{0,500})?\/?>/gi
const SPACED_TAG = /<\/?(?:bdi|code|data|kbd|label|output|samp|span|time|tt|var)(?:\s[^<>]{0,500})?\/?>/gi
const BLOCK_TAG =
  /<\/?(?:address|article|aside|audio|blockquote|body|br|button|canvas|caption|center|dd|dialog|details|div|dl|dt|fieldset|figcaption|figure|footer|form|head|header|hr|html|iframe|input|legend|li|link|main|meta|nav|noscript|ol|option|p|picture|pre|section|select|summary|svg|table|tbody|td|textarea|tfoot|th|thead|title|tr|ul|video)(?:\s[^<>]{0,500})?\/?>|<!doctype[^<>]{0,200}>/gi
const ROW_TAG = /(?:<\/?(?:tr|thead|tbody|tfoot)(?:\s[^<>]{0,500})?>\s{0,80}){1,4}/gi
const CELL_TAG = /(?:\n[ \t]{0,40})?<t[dh](?:\s[^<>]{0,500})?>\s{0,80}/gi
const END_OF_CELL = /(?:\n[ \t]{0,40})?<\/t[dh]>\s{0,80}/gi
const END_OF_TERM = /:?(?:\n[ \t]{0,40})?<\/dt>\s{0,80}(?:<dd(?:\s[^<>]{0,500})?>)?\s{0,80}/gi
const HEADING = /<h([1-6])(?:\s[^<>]{0,500})?>([^<>]{1,300})<\/h\1>/gi
const HEADING_TAG = /<\/?h[1-6](?:\s[^<>]{0,500})?>/gi
const IMAGE_TEXT = /<img\s[^<>]{0,500}?\balt="([^"<>]{1,200})"[^<>]{0,500}>/gi

/** A text without comments, scripts, styles and tags of HTML: blocks on lines of their own, headings marked with #. */
export function withoutHtml(text: string): string {
  if (!text.includes('<')) return text
  let bare = withoutBetween(text, /<!--/g, /-->/g)
  for (const [open, close] of HIDDEN) bare = withoutBetween(bare, open, close)
  if (!/<[/!a-z]/i.test(bare)) return bare
  return withTableRows(withoutFrame(bare))
    .replace(HEADING, '\n# $2\n')
    .replace(HEADING_TAG, '\n')
    .replace(BLOCK_TAG, '\n')
    .replace(IMAGE_TEXT, ' $1 ')
    .replace(SPACED_TAG, ' ')
    .replace(INLINE_TAG, '')
}

/** Rows of tables on lines of their own, their cells between bars; terms before what defines them. */
function withTableRows(html: string): string {
  if (!/<\/?(?:t[dhr]|dt)[\s>]/i.test(html)) return html
  return html
    .replace(CELL_TAG, ' | ')
    .replace(END_OF_CELL, ' ')
    .replace(ROW_TAG, '\n')
    .replace(END_OF_TERM, ': ')
}

/** Elements whose content nobody reads. */
const HIDDEN = [
  [/<script\b/gi, /<\/script>/gi],
  [/<style\b/gi, /<\/style>/gi],
  [/<svg\b/gi, /<\/svg>/gi],
  [/<template\b/gi, /<\/template>/gi],
] as const

/** A text without what stands between two marks, marks included. Without the second mark, all stays. */
function withoutBetween(text: string, open: RegExp, close: RegExp): string {
  let kept = ''
  let read = 0
  open.lastIndex = 0
  for (let start = open.exec(text); start !== null; start = open.exec(text)) {
    close.lastIndex = open.lastIndex
    if (close.exec(text) === null) break
    kept += `${text.slice(read, start.index)}\n`
    read = close.lastIndex
    open.lastIndex = read
  }
  return read === 0 ? text : kept + text.slice(read)
}

/** A text with the characters that its HTML entities stand for, those that were encoded twice too. */
export function withoutEntities(text: string): string {
  if (!text.includes('&') || !ENTITY.test(text)) return text
  const decoded = decodeHTMLStrict(text)
  return ENTITY.test(decoded) ? decodeHTMLStrict(decoded) : decoded
}

const ENTITY = /&#?\w{2,31};/
