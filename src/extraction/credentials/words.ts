import { isUnpronounceable } from './random.ts'
import { isPassword, type Secrecy } from './secret-names.ts'

/** Twelve to twenty-four short words, numbered or not, as wallets give them to write down. */
const MNEMONIC = /(?:(?:\d{1,2}[.):]?\s{1,2})?[a-z]{3,8}[,;]?(?:\s{1,3}|(?=[.!]?$))){11,24}/y
/** The rest of a line: words and groups of letters and digits. */
const WORDS = /[a-z\d]{2,16}(?:[ -][a-z\d]{2,16}){2,23}(?=[.!]?\s{0,9}(?:\n|$))/y
/** Words that join others to a sentence, and those that describe passwords. */
const OF_SENTENCE =
  /\b(?:a|about|again|all|allowed|an|and|any|are|as|at|based|be|before|below|but|by|can|case|change|changed|characters?|contain|contains|created|default|do|does|each|empty|encrypted|every|expired|expires|for|forgotten|from|generated|has|hash|have|here|if|in|incorrect|invalid|is|it|its|least|length|letters|letters|lost|maximum|may|minimum|missing|must|need|needed|needs|new|no|not|of|on|only|optional|or|please|policy|required|requirements|reset|rotate|rotation|see|sent|set|should|stored|strength|than|that|the|their|then|there|this|to|too|use|used|user|users|valid|via|was|weak|when|which|will|with|without|wrong|you|your)\b/

/** Where a secret of several words ends: `qwfp luyz neio arst`, `correct horse battery staple`. */
export function endOfWords(text: string, start: number, secrecy: Secrecy): number | undefined {
  if (!isPassword(secrecy)) return undefined
  if (secrecy === 'phrase') {
    MNEMONIC.lastIndex = start
    if (MNEMONIC.test(text)) return MNEMONIC.lastIndex
  }
  WORDS.lastIndex = start
  const [words] = WORDS.exec(text) ?? []
  if (words === undefined || OF_SENTENCE.test(words)) return undefined
  const groups = words.split(/[ -]/)
  const isGrouped = groups.every((group) => group.length === groups[0]?.length)
  const isTelling = secrecy === 'phrase' || groups.length >= 4 || isGrouped || groups.some(isNoWord)
  return isTelling ? start + words.length : undefined
}

function isNoWord(group: string): boolean {
  return /\d/.test(group) || !/[aeiouy]/.test(group) || isUnpronounceable(group)
}
