/** A line that goes on in the next, or a byte outside ASCII: signs of the encoding that no other text has together. */
const SOFT_LINE_END = /=\r?\n/
const BYTE = /=[89A-F][\dA-F]/
const DECLARED = /^content-transfer-encoding:\s{0,3}quoted-printable/im
/** Lines that tell mail programs how to read a message. */
const TECHNICAL_HEADER = /^(?:content-(?:transfer-encoding|type|disposition|id)|mime-version):.*$/gim
/** `=?utf-8?Q?M=C3=BCnchen?=`, as in subjects. */
const ENCODED_WORD = /=\?([\w-]{1,40})\?([QB])\?([^?\s]{1,400})\?=/gi

/** The text of an e-mail with what was encoded for its way decoded; any other text as it is. */
export function decodedMail(text: string): string {
  if (!text.includes('=')) return text
  const words = text.includes('=?') ? text.replace(ENCODED_WORD, decodedWord) : text
  const encoded = DECLARED.test(words) || (SOFT_LINE_END.test(words) && BYTE.test(words))
  return encoded ? decodedBytes(words.replace(TECHNICAL_HEADER, '').replace(/=\r?\n/g, '')) : words
}

function decodedWord(all: string, charset: string, encoding: string, data: string): string {
  if (encoding.toUpperCase() === 'Q') return decodedBytes(data.replaceAll('_', ' '))
  return /^utf-?8$/i.test(charset) ? Buffer.from(data, 'base64').toString() : all
}

/** With `=C3=BC` decoded: bytes of UTF-8, or of Latin-1 where they are none. */
function decodedBytes(text: string): string {
  return text.replace(/(?:=[\dA-F]{2})+/g, (run) => textOfBytes(Buffer.from(run.replaceAll('=', ''), 'hex')))
}

/** The text that bytes of UTF-8 stand for, or of Latin-1 where they are none. */
export function textOfBytes(bytes: Buffer): string {
  const text = bytes.toString()
  return text.includes('\ufffd') ? bytes.toString('latin1') : text
}
