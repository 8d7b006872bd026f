// What runs of characters look like that are words, numbers and marks.

export const PIECE = /[\p{L}\p{M}\p{N}](?:[\p{L}\p{M}\p{N}'’_.-]*[\p{L}\p{M}\p{N}])?/gu
/** Words joined by their capitals: `getUser`, `XMLHttpRequest`. Two alone are as often a name: `GitHub`. */
export const CAMEL_CASE = /^[a-z]+[A-Z][a-z]|[a-z][A-Z][a-z]+[A-Z]|^[A-Z]{2,}[a-z]+[A-Z]/
/** Two words in one, as in `ContextBuilder`: a name in a sentence, an identifier in code. Not `iOS` or `McKinsey`. */
export const TWO_WORDS = /^[A-Z][a-z]{2,}[A-Z][a-z]{2}/
export const WORD = /^\p{L}[\p{L}\p{M}]*$/u
export const COMPOUND = /^[\p{L}\p{M}]+(?:['’\-‐‑][\p{L}\p{M}]+)+$/u
export const NUMBER = /^[+-]?[$€£¥]?\d[\d.,:/-]*(?:%|st|nd|rd|th|[$€£¥°])?$/
/** Letters of the alphabet and of another script in one, as in `PostgreSQL에서`: particles, articles, endings. */
export const GLUED_SCRIPTS =
  /^(?=.*[a-z])(?=.*(?!\p{Script=Latin})\p{Lo}|.*[\p{Script=Cyrillic}\p{Script=Greek}])/iu
export const LATIN_PIECE = /\p{Script=Latin}(?:[\p{Script=Latin}\p{M}\p{N}'’_./-]*[\p{Script=Latin}\p{N}])?/gu
/** Every other part of a text that it splits is such a piece. */
export const AROUND_LATIN = new RegExp(`(${LATIN_PIECE.source})`, 'u')
export const GLUED_SENTENCES = /^[a-z]{2,}[.][A-Z][a-z]+$/
export const ENDS_SENTENCE = /[.!?…:;。！？]/

const ABBREVIATION =
  /^(?:mr|mrs|ms|dr|prof|st|vs|etc|e\.g|i\.e|no|fig|vol|inc|ltd|co|corp|jr|sr|gen|col|sgt|capt|rev|hon|dept|approx|cf|al|ed|eds|pp|[a-z]|(?:[a-z]\.)+[a-z]?)$/i

/** Whether a full stop behind it ends no sentence. */
export function isAbbreviation(run: string): boolean {
  return ABBREVIATION.test(run)
}

/** Of a name, as in `J. J. Abrams`. */
export const INITIAL = /^\p{Lu}\.$/u
const INITIALISM = /^(?:\p{L}\.){1,5}\p{L}\.?$|^\p{L}{1,3}&\p{L}{1,3}$/u
/** They join sentences or tell the time. */
const NO_NAMES = /^(?:e\.g|i\.e|a\.m|p\.m|a\.k\.a|w\.r\.t|n\.b|q\.v)\.?$/i

/** Letters that stand for words: `U.S.`, `R&D`. */
export function isInitialism(run: string): boolean {
  return run.length <= 12 && /[.&]/.test(run) && INITIALISM.test(run) && !NO_NAMES.test(run)
}
