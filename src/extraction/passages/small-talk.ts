/** Words that thank, greet, agree and part. */
const COURTESIES = new Set(
  'thanks thank thx ty cheers great perfect ok okay yes yep yeah no nope nice cool awesome excellent wonderful brilliant amazing fantastic hi hello hey bye goodbye welcome sorry lol haha wow worked works working understood done alright absolutely definitely exactly appreciated appreciate congrats sure right good got morning evening'.split(
    ' ',
  ),
)
/** Words that go with them. */
const FILLERS = new Set(
  'a again all always am and are as at be bit both by correct day do does everyone fine for have help i in is it job just later lot love man me mind much my never night now of oh on one please problem quick quickly really reply see so soon team that the there this to today too totally u up very was well will with work worries you your'.split(
    ' ',
  ),
)
const LONGEST = 120

/** Whether a text says nothing but thanks, a greeting or yes: `thanks, that worked!` */
export function isSmallTalk(text: string): boolean {
  if (text.length > LONGEST) return false
  let isCourteous = false
  for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{N}]+/gu)) {
    if (COURTESIES.has(word)) isCourteous = true
    else if (!FILLERS.has(word)) return false
  }
  return isCourteous
}
