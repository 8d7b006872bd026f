import type { Word } from '../language/model.ts'
import type { Token } from '../reading/scanner.ts'

// What a single word tells of whether it is a name, or part of one.

/** Small words inside names, as in `University of the Arts` or `Ludwig van Beethoven`. */
export const CONNECTORS = new Set('of for on de von van der den la le du di da del al bin ibn &'.split(' '))
export const PREPOSITIONS = new Set(['of', 'for', 'on'])
export const ARTICLES = new Set(['the', 'der', 'den', 'la', 'los', 'las'])
export const PERSONAL_TITLES = new Set(
  'mr mrs ms miss dr prof professor sir lord lady president senator captain sgt gen col rev hon doctor judge minister fellow chair chairman director dean'.split(
    ' ',
  ),
)
export const CALENDAR = new Set(
  'january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun'.split(
    ' ',
  ),
)
/** What is called after somebody or something. */
export const TERMS = new Set(
  'algorithm analysis arm award bound chain challenge coefficient competition conference conjecture constant criterion curve cycle diagram disease distance distribution divergence effect equation estimator filter formula function index inequality interface kernel language law lemma loss machine measure method metric model network norm paradox platform principle prize problem process program ratio regression robot rule sampling score syndrome system test theorem theory transform'.split(
    ' ',
  ),
)
/** `AI` and `RAM` are names, `FAIL` is not. */
const SHORTEST_EMPHASIS = 4
/** Of a compound, as in `Western-style`. */
const SMALL_PART = /-\p{Ll}/u
const NAME_IN_CODE = /^[\p{L}\p{N}+#-]+(?:\.(?:js|io|ai|net))?$/iu
const TICKET = /^[A-Z]{2,10}-\d{3,}$/

/** Whether the dictionary has it, or it is a form of one of its words: `Supported`. */
export function isOfDictionary({ known, base }: Word): boolean {
  return known || base.known
}

/** In capitals to be loud: `HUGE`. */
export function isEmphasis({ word }: Token): boolean {
  return (
    isOfDictionary(word) &&
    word.text.length >= SHORTEST_EMPHASIS &&
    word.usual !== 'PROPN' &&
    /^\p{Lu}+$/u.test(word.text)
  )
}

/** `Use` in "Use PostgreSQL", at the front of a sentence. */
export function isCommand({ word }: Token): boolean {
  return word.canBe('VERB') && word.base.lower === word.lower
}

export function isCapital({ kind, word, nameless }: Token): boolean {
  if (nameless || word.text === word.lower || !/^\p{Lu}/u.test(word.text)) return false
  if (SMALL_PART.test(word.text)) return false
  return kind === 'word' || (kind === 'entity' && isCalledSo(word.text))
}

/** An identifier that is a name as well: `GPT-4` and `Node.js`, but no file, no constant, no ticket. */
function isCalledSo(identifier: string): boolean {
  return NAME_IN_CODE.test(identifier) && !TICKET.test(identifier)
}

export function isAcronym(token: Token): boolean {
  return (
    token.kind === 'word' && token.word.text.length <= 6 && /^\p{Lu}[\p{Lu}.&]+s?$/u.test(token.word.text)
  )
}
