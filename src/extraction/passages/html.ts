/** Elements that stand inside a line of text: without their tags, the line reads on. */
const INLINE_TAG =
  /<\/?(?:a|abbr|b|cite|code|del|em|font|i|img|ins|kbd|mark|q|s|small|span|strike|strong|sub|sup|tt|u|wbr)(?:\s[^<>]{0,500})?\/?>/gi
const BLOCK_TAG =
  /<\/?(?:address|article|aside|audio|blockquote|body|br|button|canvas|caption|center|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|head|header|hr|html|iframe|input|label|legend|li|link|main|meta|nav|noscript|ol|option|p|picture|pre|section|select|summary|svg|table|tbody|td|textarea|tfoot|th|thead|title|tr|ul|video)(?:\s[^<>]{0,500})?\/?>|<!doctype[^<>]{0,200}>/gi
const HEADING = /<h([1-6])(?:\s[^<>]{0,500})?>([^<>]{1,300})<\/h\1>/gi
const HEADING_TAG = /<\/?h[1-6](?:\s[^<>]{0,500})?>/gi
const IMAGE_TEXT = /<img\s[^<>]{0,500}?\balt="([^"<>]{1,200})"[^<>]{0,500}>/gi
const ENTITY = /&(?:#(\d{1,6})|#x([\da-f]{1,5})|([a-z]{2,8}));/gi

const NAMED_ENTITIES: ReadonlyMap<string, string> = new Map([
  ['nbsp', ' '],
  ['ensp', ' '],
  ['emsp', ' '],
  ['mdash', ' — '],
  ['ndash', ' – '],
  ...'amp:& lt:< gt:> quot:" apos:\' copy:© reg:® trade:™ hellip:… rsquo:’ lsquo:‘ rdquo:” ldquo:“ laquo:« raquo:» euro:€ pound:£ deg:° middot:· bull:• times:× auml:ä ouml:ö uuml:ü Auml:Ä Ouml:Ö Uuml:Ü szlig:ß agrave:à aacute:á acirc:â atilde:ã aring:å aelig:æ ccedil:ç egrave:è eacute:é ecirc:ê euml:ë iacute:í icirc:î iuml:ï ntilde:ñ oacute:ó ocirc:ô otilde:õ oslash:ø uacute:ú ucirc:û'
    .split(' ')
    .map((entry) => entry.split(':') as [string, string]),
])

/** A text without comments, scripts, styles and tags of HTML: blocks on lines of their own, headings marked with #. */
export function withoutHtml(text: string): string {
  if (!text.includes('<')) return text
  let bare = withoutBetween(text, /<!--/g, /-->/g)
  for (const [open, close] of HIDDEN) bare = withoutBetween(bare, open, close)
  if (!/<[/!a-z]/i.test(bare)) return bare
  return bare
    .replace(HEADING, '\n# $2\n')
    .replace(HEADING_TAG, '\n')
    .replace(BLOCK_TAG, '\n')
    .replace(IMAGE_TEXT, ' $1 ')
    .replace(INLINE_TAG, '')
}

/** Elements whose content nobody reads. */
const HIDDEN = [
  [/<script\b/gi, /<\/script>/gi],
  [/<style\b/gi, /<\/style>/gi],
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

/** A line with the characters that its HTML entities stand for. */
export function withoutEntities(line: string): string {
  if (!line.includes('&')) return line
  return line.replace(ENTITY, (all: string, decimal?: string, hexadecimal?: string, name?: string) => {
    if (name !== undefined) return NAMED_ENTITIES.get(name) ?? all
    const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal)
    return isPrintable(code) ? String.fromCodePoint(code) : ' '
  })
}

function isPrintable(code: number): boolean {
  return code > 32 && code <= 0x10_ff_ff && (code < 0x7f || code > 0xa0) && (code < 0xd8_00 || code > 0xdf_ff)
}
