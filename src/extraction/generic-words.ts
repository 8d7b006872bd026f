/**
 * Words that a text on any subject may hold and no one searches for, in base form, beyond the model's stop
 * words: what holds sentences together, vague nouns, verbs of doing and saying, measures of degree.
 */
const GENERIC = new Set(
  `accord accordance allow anything appear apply aspect bad basically begin believe benefit best better big bit bring
  case cause certain certainly choose clear clearly come common commonly compare consider contain couple course currently
  daily day decide depend describe despite detail determine difference different directly discuss dive e.g
  easily easy effective effectively employ enable end enough ensure entire especially essential etc exact exactly
  example excellent exist expect explain extra fact factor far feel final finally find fine first focus follow
  following form gain general generally given good great group happen hard have help helpful hour i.e idea identify
  important importantly include individual information instance instead interest interesting involve issue item kind know
  large largely late later lead learn let like likely likewise line list little long look lot low main mainly major make
  matter mean meaning mention mind minute moment month multiple near nearly necessary need new nice normal normally
  note number obtain obvious obviously occur offer old one open order original other overall own pair particular
  particularly past people perform piece place plan play plenty point portion possible possibly potential potentially
  present pretty previous previously primary probably provide purpose question quick quickly quote rate reach read ready real
  really reason recent recently recommend refer relate relative relatively relevant remain remember represent require respect
  result right run second see seek select sense separate series serve set several short show significant significantly
  similar similarly simple simply single small soon sort speak specific specifically specify spend standard start state
  stay step stop strong stuff subject such suggest suitable sure surely talk tell tend term thank thing think third time
  tip today together total treat true truly try turn two type typical typically unique use useful user usual usually valid
  value variety vary view want way week well whole wide wish wonder word work world worth write yeah year yes yesterday`.split(
    /\s+/,
  ),
)

/** Whether a word, in base form, says nothing about what a text is about. */
export function isGeneric(lemma: string): boolean {
  return GENERIC.has(lemma)
}
