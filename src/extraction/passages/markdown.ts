const QUOTE = /^\s*>[\s>]*/
const BULLET = /^\s*(?:[-*+•▪◦]|\d{1,3}[.)])\s+(?:\[[ xX]\]\s+)?/
const LINK =
  /!?\[((?:[^[\]]|\[[^[\]]{0,100}\]){0,300})\]\(\s{0,3}<?([^\s()<>]{1,1000}(?:\([^\s()<>]{0,300}\))?[^\s()<>]{0,300})>?(?:\s[^()]{0,300})?\)/g
/** Behind a link or an image, the next one. */
const BADGE = /^\)?\s{0,9}\[?!?\[/
const REFERENCE = /!?\[([^[\]]{1,300})\]\[[^[\]]{0,100}\]/g
const DEFINITION = /^\s{0,3}\[(\^?)[^[\]]{1,100}\]:\s*(.*)$/
const FOOTNOTE = /\[\^[^[\]\s]{1,60}\]/g
const WIKI_LINK = /\[\[(?:[^[\]|\s][^[\]|]{0,200}\|)?([^[\]|\s][^[\]|]{0,200})\]\]/g
const EMPHASIS = /(\*{1,3}|~~)(?=[^\s*~])([^*~]{0,300}[^\s*~])\1/g
const UNDERLINED = /(?<![\w])(_{1,3})(?=[^\s_])([^_]{0,300}[^\s_])\1(?!\w)/g
/** Links of chats: `<https://example.com/guide|the guide>`, and their mentions: `<@U012AB3CD>`, `<#C012|general>`. */
const CHAT_LINK = /<((?:https?:\/\/|mailto:)[^\s<>|]{1,1000})\|([^<>|]{1,300})>/g
const CHAT_MENTION = /<[@#!][\w^]{1,40}(?:\|([^<>|]{1,100}))?>/g
const CODE_SPAN = /(`{1,3})(?!`)([^`]{2,300})\1/g

/** What a line holds beside its words: where its links lead, and code of several words or with hyphens. */
export interface Aside {
  readonly addresses: string[]
  readonly spans: string[]
}

/** The words of a line without the marks of quotes, lists, links, emphasis and tables. */
export function plainLine(line: string, aside: Aside): string {
  let plain = withoutListMarks(line)
  if (plain.includes('<')) plain = withoutChatLinks(plain, aside)
  if (plain.includes('[')) plain = withoutLinks(plain, aside)
  if (plain.includes('`')) noteSpans(plain, aside)
  if (plain.includes('*') || plain.includes('~~')) plain = plain.replace(EMPHASIS, '$2')
  if (plain.includes('_')) plain = plain.replace(UNDERLINED, '$2')
  return plain
}

/** A line without the marks that are signs of code as well. */
export function withoutMarks(line: string): string {
  let bare = withoutListMarks(line)
  if (bare.includes('<')) bare = bare.replace(CHAT_LINK, '$2').replace(CHAT_MENTION, '$1')
  if (bare.includes('](')) bare = bare.replace(LINK, '$1')
  if (bare.includes('[')) bare = bare.replace(REFERENCE, '$1').replace(FOOTNOTE, '').replace(WIKI_LINK, '$1')
  return bare
}

/** Whether an item of a list begins with the line, also in a quote. */
export function beginsItem(line: string): boolean {
  return BULLET.test(line.replace(QUOTE, ''))
}

function withoutListMarks(line: string): string {
  return line.replace(QUOTE, '').replace(BULLET, '')
}

function withoutLinks(line: string, { addresses }: Aside): string {
  const definition = DEFINITION.exec(line)
  if (definition !== null) return definedText(definition, addresses)
  let plain = line
  // A second time for the image that is the text of a link.
  for (let i = 0; i < 2 && plain.includes(']('); i += 1) {
    plain = plain.replace(LINK, (all, text: string, address: string, at: number) => {
      addresses.push(address)
      return BADGE.test(plain.slice(at + all.length)) ? `${text};` : text
    })
  }
  return plain.replace(REFERENCE, '$1').replace(FOOTNOTE, '').replace(WIKI_LINK, '$1')
}

function withoutChatLinks(line: string, { addresses }: Aside): string {
  return line
    .replace(CHAT_LINK, (_all, address: string, text: string) => {
      addresses.push(address)
      return text
    })
    .replace(CHAT_MENTION, (_all, name = '') => name)
}

/** `[id]: https://… "Title"`, or the text of a footnote. */
function definedText([, footnote, text = '']: RegExpExecArray, addresses: string[]): string {
  if (footnote === '^') return text
  const [address = '', ...title] = text.split(/\s+/)
  addresses.push(address.replace(/^<|>$/g, ''))
  return title.join(' ')
}

function noteSpans(line: string, { spans }: Aside): void {
  for (const [, , code = ''] of line.matchAll(CODE_SPAN))
    if (/[\s-]/.test(code.trim())) spans.push(code.trim())
}
