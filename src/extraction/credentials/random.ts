/** Letters that follow one another in words: after each letter those of 97 % of the pairs in technical writing. */
const FOLLOWERS =
  'a:bcdefgiklmnprstuvwy b:abceilorstuy c:acehiklorstuy d:abdefgilnorsuvy e:abcdefghijlmnopqrstuvwxyz f:aefilorstuy g:aeghilmnorsu h:aeimortuy i:abcdefgklmnoprstvxz j:aeosu k:aeiosu l:abcdeilmopstuvy m:abeilmopsu n:acdefgiklmnoprstuvy o:abcdefgiklmnoprstuvwxy p:aeghiloprstuy q:u r:abcdefgiklmnoprstuvwy s:acdefhiklmnoprstuwxy t:acdefhilmoprstuwy u:abcdefgilmnprst v:aeio w:aehinors x:ceilpt y:aceimnopst z:aei'
/** 1 at 26 × first letter + second letter for each such pair. */
const IS_PAIR = new Uint8Array(26 * 26)
for (const [first = '', , ...followers] of FOLLOWERS.split(' ').map((entry) => [...entry])) {
  for (const letter of followers) IS_PAIR[26 * letterOf(first, 0) + letterOf(letter, 0)] = 1
}

/** Shorter runs can't be told from abbreviations. */
const SHORTEST_RUN = 20
const SHORTEST_PIECE = 16
/** Words have at most a quarter of odd pairs; of 20 letters drawn at random, 97 in 100 have more than this. */
const RANDOM_SHARE = 0.28
const WORD_SHARE = 0.1

const SEPARATORS = /([-_/+=*.]+)/

/**
 * Whether a run of 20 characters and more looks drawn at random: pairs of letters that no word has, and
 * letters and digits mixed all over, which words, names and identifiers never are.
 */
export function isRandom(run: string): boolean {
  if (run.length < SHORTEST_RUN) return false
  const pieces = run.split(SEPARATORS).filter((_, i) => i % 2 === 0)
  if (pieces.some((piece) => piece.length >= SHORTEST_PIECE && isOdd(piece))) return true
  return (
    pieces.length > 1 &&
    isOdd(pieces.join('')) &&
    pieces.some((piece) => piece.length >= 8 && isMixed(piece) && isOdd(piece)) &&
    !pieces.some(isWord)
  )
}

/** A run that is random without its random parts: all of it, but for the words of a path that leads there. */
export function withoutRandomParts(run: string, mark: string): string {
  const pieces = run.split(SEPARATORS)
  if (!pieces.some(isWord)) return mark
  return pieces
    .map((piece) =>
      (piece.length >= 7 && isOdd(piece) && isMixed(piece)) ||
      (piece.length >= SHORTEST_PIECE && isOdd(piece))
        ? mark
        : piece,
    )
    .join('')
}

/** Whether a value of eight characters and more mixes letters and digits, as names of things seldom do. */
export function looksDrawn(value: string): boolean {
  if (value.length < 8 || !/\d/.test(value) || !/[A-Za-z]/.test(value)) return false
  const pieces = value.split(/[-_./:=+]+/)
  return (
    !pieces.some(isWord) &&
    pieces.some((piece) => piece.length >= 6 && oddShare(piece) >= RANDOM_SHARE && isMixed(piece))
  )
}

/** Whether a value is made of words, as names in programs are: `createTool`, `max_connections`, `api-gateway`. */
export function isOrdinaryName(value: string): boolean {
  return (
    /^[A-Za-z]{2,}(?:[_.-][A-Za-z]{2,})+$|^[A-Za-z]+[a-z][A-Z][A-Za-z]+$/.test(value) &&
    oddShare(value) < RANDOM_SHARE
  )
}

/** Whether a word of letters only has more neighbours than words have that no word has. */
export function isUnpronounceable(value: string): boolean {
  return value.length >= 8 && /^[A-Za-z]+$/.test(value) && isOdd(value)
}

function isOdd(piece: string): boolean {
  return /[A-Za-z]/.test(piece) && oddShare(piece) >= RANDOM_SHARE && !hasCamelWords(piece)
}

/** With digits, or with capitals after small letters. */
function isMixed(piece: string): boolean {
  return /\d|[a-z][A-Z]/.test(piece)
}

function isWord(piece: string): boolean {
  return /^[A-Za-z]{6,}$/.test(piece) && oddShare(piece) < WORD_SHARE
}

/** Abbreviations between words, as in `PBKDF2WithHmacSHA256`. */
function hasCamelWords(piece: string): boolean {
  const words = piece.match(/[A-Z][a-z]{3,}/g)?.filter((word) => oddShare(word) < 0.34) ?? []
  return words.join('').length >= piece.length * 0.4
}

/** The share of neighbours that no word has: unusual letters, or a letter beside a digit. */
function oddShare(piece: string): number {
  let pairs = 0
  let odd = 0
  let before = letterOf(piece, 0)
  for (let i = 1; i < piece.length; i += 1) {
    const letter = letterOf(piece, i)
    if (before >= 0 || letter >= 0) pairs += 1
    if (before >= 0 && letter >= 0) odd += IS_PAIR[26 * before + letter] === 1 ? 0 : 1
    else if (before !== letter) odd += 1
    before = letter
  }
  return pairs === 0 ? 0 : odd / pairs
}

/** 0 to 25 for a letter of either case, -1 for anything else. */
function letterOf(text: string, at: number): number {
  const code = text.charCodeAt(at) | 32
  return code >= 97 && code <= 122 ? code - 97 : -1
}
