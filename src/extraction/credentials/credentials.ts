import { withoutAssigned } from './assignments.ts'
import { withoutKnownFormats, withoutPrivateKeys } from './formats.ts'
import { SIGN_OF_HANDOVER, withoutHandedOver, withoutLogin } from './hand-overs.ts'
import { withoutHeld } from './holders.ts'
import { isRandom, looksDrawn, withoutRandomParts } from './random.ts'
import { withoutSecretRows } from './rows.ts'
import { isAscii, namesSecret, STEM } from './secret-names.ts'
import { withoutSecretColumns } from './tables.ts'
import { withoutMnemonics } from './words.ts'

/** What stands in the place of a credential: a mark that ends phrases and is no keyword. */
const REMOVED = ' … '
const RANDOM_RUN = /[A-Za-z0-9+/_=*-]{20,}/g

/** The text with its credentials taken out. */
export function withoutCredentials(text: string): string {
  if (!MAY_TELL.test(text) && (isAscii(text) || !namesSecret(text))) return withoutKeys(text)
  const handed = withoutHandedOver(withoutPrivateKeys(text, REMOVED), REMOVED, isBearer)
  return withoutKeys(namesSecret(handed) ? withoutNamed(handed) : handed)
}

/** Spares most texts all but one look for what names or hands over a credential. */
const MAY_TELL = new RegExp(`${STEM.source}|${SIGN_OF_HANDOVER}|-----BEGIN`, 'i')

/** Without the values that names tell: words of a wallet, in tables, rows and blocks, and right behind the name. */
function withoutNamed(text: string): string {
  const words = withoutMnemonics(text, REMOVED)
  const columns = withoutSecretRows(withoutSecretColumns(words, REMOVED), REMOVED)
  return withoutAssigned(withoutHeld(columns, REMOVED), REMOVED)
}

/** Runs without spaces that may hold a key: the shortest keys have a digit, those without are long. */
const SHORTEST_KEY = 12
const SHORTEST_WITHOUT_DIGIT = 20

function withoutKeys(text: string): string {
  let clean = ''
  let read = 0
  let start = 0
  let hasDigit = false
  for (let i = 0; i <= text.length; i += 1) {
    const code = i < text.length ? text.charCodeAt(i) : 0
    if (code > 32) {
      hasDigit ||= code >= 48 && code <= 57
      continue
    }
    if (i - start >= SHORTEST_KEY && (hasDigit || i - start >= SHORTEST_WITHOUT_DIGIT)) {
      const run = text.slice(start, i)
      const without = withoutKey(run)
      if (without !== run) {
        clean += text.slice(read, start) + without
        read = i
      }
    }
    start = i + 1
    hasDigit = false
  }
  return read === 0 ? text : clean + text.slice(read)
}

function withoutKey(run: string): string {
  return withoutKnownFormats(withoutLogin(run, REMOVED), REMOVED).replace(RANDOM_RUN, (part) =>
    isRandom(part) ? withoutRandomParts(part, REMOVED) : part,
  )
}

/** A word after `Bearer`, `Basic` or `Token` that is no word of a sentence. */
function isBearer(value: string): boolean {
  return /[\d._=](?!$)|=$/.test(value) || isRandom(value) || looksDrawn(value)
}
