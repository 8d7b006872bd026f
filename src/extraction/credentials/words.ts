import { isUnpronounceable } from './random.ts'
import { isPassword, namesPhrase, type Secrecy } from './secret-names.ts'

/** Twelve short words and more, numbered, listed or not, as wallets give them to write down. */
const MNEMONIC =
  /(?<![\w-])[a-z]{3,8}(?:[,;]?\s{1,3}(?:[-*•]\s|\d{1,2}[.):]?\s{1,2})?[a-z]{3,8}(?![\w-])){11,}/gi
/** The share of such words that may be those of a sentence: lists for wallets have some of them, too. */
const MOST_OF_SENTENCE = 0.25
/** The rest of a sentence that ends with its line or a full stop: words and groups of letters and digits. */
const WORDS = /[a-z\d]{2,16}(?:[ -][a-z\d]{2,16}){2,23}(?=\s{0,9}(?:\n|$)|[.!](?:\s|$))/y
/** Words that join others to a sentence, and those that describe passwords. */
const OF_SENTENCE =
  /\b(?:a|about|again|all|allowed|an|and|any|are|as|at|based|be|before|below|but|by|can|case|change|changed|characters?|contain|contains|created|default|do|does|each|empty|encrypted|every|expired|expires|for|forgotten|from|generated|has|hash|have|here|if|in|incorrect|invalid|is|it|its|least|length|letters|letters|lost|maximum|may|minimum|missing|must|need|needed|needs|new|no|not|of|on|only|optional|or|please|policy|required|requirements|reset|rotate|rotation|see|sent|set|should|stored|strength|than|that|the|their|then|there|this|to|too|use|used|user|users|valid|via|was|weak|when|which|will|with|without|wrong|you|your)\b/

/** Without the words that open a wallet, wherever they stand in a text that names them. */
export function withoutMnemonics(text: string, removed: string): string {
  if (!namesPhrase(text)) return text
  return text.replace(MNEMONIC, (run) => (isSentence(run) ? run : removed))
}

function isSentence(run: string): boolean {
  const words = run.toLowerCase().match(/[a-z]+/g) ?? []
  const joining = words.filter((word) => OF_SENTENCE.test(word)).length
  return joining > words.length * MOST_OF_SENTENCE
}

/** Where a secret of several words ends: `qwfp luyz neio arst`, `correct horse battery staple`. */
export function endOfWords(text: string, start: number, secrecy: Secrecy): number | undefined {
  if (!isPassword(secrecy)) return undefined
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
