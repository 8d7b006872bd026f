import { unescaped, withCharacters } from './escaped.ts'
import { withoutEntities, withoutHtml } from './html.ts'
import { plainText } from './plain-text.ts'
import { decodedMail } from './quoted-printable.ts'
import { withoutTemplateMarks } from './templates.ts'

/** A text as people read it: without what encoded it on its way, and without the marks of HTML and of templates. */
export function proseOf(text: string): string {
  const page = withoutTemplateMarks(decodedMail(unescaped(text)))
  return plainText(withoutQuoteMarks(withoutEntities(withoutHtml(page))))
}

/** `> ` before the lines that a message quotes. */
const QUOTE_MARKS = /^[ \t]{0,3}(?:>[ \t]?){1,9}(?=[^>]|$)/gm

function withoutQuoteMarks(text: string): string {
  return text.includes('>') ? text.replace(QUOTE_MARKS, '') : text
}

/** Code in the characters that it stands for; its marks are its own. */
export function codeOf(text: string): string {
  return plainText(withCharacters(text))
}
