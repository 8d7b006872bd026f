import type { Wink } from './wink.ts'

/** Words that are no forms of others, or of others than the dictionary of irregular forms says. */
const OWN: ReadonlyMap<string, string> = new Map([
  ...wordsOf(
    'agenda app best better bore bound capita clothes comics data dove felt insignia latest lay left lower media opera outgoing pending rose saw species stamina stole thanks thought trivia worse worst wound',
  ),
  ...wordsOf(
    'analytics dynamics economics electronics ethics genetics graphics linguistics logistics mathematics mechanics physics politics robotics semantics',
  ),
  ...wordsOf(
    'billing building ceiling clothing engineering evening heading housing meaning meeting morning setting warning wedding',
  ),
  ['analyses', 'analysis'],
  ['axes', 'axis'],
  ['criteria', 'criterion'],
])

function wordsOf(list: string): [string, string][] {
  return list.split(' ').map((word) => [word, word])
}

const ES = /(?:[sxz]|[cs]h)es$/
/** Ends as singulars do, rather than as words with an s of their own. */
const SINGULAR = /[bcdfgklmnrt]$/
/** The dictionary has the plurals of men, mice and geese. */
const CHANGED_VOWEL = /(?:men|feet|teeth|geese|mice|lice)$/
/** Ends as verbs do that take -ed and -ing without more. */
const WHOLE_VERB =
  /[a-z]{2}(?:[cfnprsx]t|[nlr]d|[nrls]k|[lrs]p|mp|[sc]h|ck|r[mn]|ss|ff|x|w|th|[aeiou]{2}[dlmnrt]|[eo][nrpt])$/
const SILENT_E = /[a-z]{2}(?:[ai]t|i[sz]|[aeiou][vc])$/
const DOUBLED = /([bdfgklmnprstvz])\1$/
/** One short syllable, whose last letter would be doubled. */
const SHORT = /^[^aeiou]*[aeiou][^aeiouwxy]$/

/**
 * Base forms of English words in lower case: winkNLP's for those that it knows, by rules for others, never another
 * word. They depend on the word alone, so that a question of two words has those of a text.
 */
export class BaseForms {
  readonly #wink: Wink

  constructor(wink: Wink) {
    this.#wink = wink
  }

  /** One for the noun and the verb of the same spelling: "creating tools" meets "the creation of a tool". */
  base(word: string): string {
    const own = OWN.get(word)
    if (own !== undefined) return own
    const usual = this.#usual(word)
    if (usual === undefined) return this.#regular(word)
    if (word.endsWith('ing') || word.endsWith('ed')) return this.#participle(word, usual)
    const singular = usual === 'NOUN' || word.endsWith('s') ? this.singular(word) : word
    if (singular !== word) return singular.endsWith('ing') ? this.base(singular) : singular
    if (usual === 'VERB') return this.#verb(word)
    return usual === 'ADJ' && /(?:er|est)$/.test(word) ? (this.#wink.baseForm(word, 'ADJ') ?? word) : word
  }

  /** The singular of a noun. */
  singular(word: string): string {
    const own = OWN.get(word)
    if (own !== undefined || word.endsWith('ing')) return own ?? word
    if (this.#usual(word) === undefined) return this.#withoutS(word) ?? word
    const noun = this.#wink.baseForm(word, 'NOUN')
    if (noun === undefined) return word.endsWith('s') ? (this.#wink.baseForm(word, 'VERB') ?? word) : word
    if (noun === word) return ES.test(word) ? (this.#withoutS(word) ?? word) : word
    return noun.startsWith(word.slice(0, 2)) || CHANGED_VOWEL.test(word) ? noun : word
  }

  /** The part of speech that a known word usually is; undefined for British spellings, whose forms are American. */
  #usual(word: string): string | undefined {
    const reading = this.#wink.knows(word) ? this.#wink.read(word) : undefined
    return reading?.spelling === word ? reading.usual : undefined
  }

  /** Of some participles winkNLP knows the adjective only: `validated`, `chained`. */
  #participle(word: string, usual: string): string {
    const verb = this.#verb(word)
    return verb === word && usual === 'ADJ' ? (this.#verbOf(word) ?? word) : verb
  }

  #verb(word: string): string {
    const verb = this.#wink.baseForm(word, 'VERB') ?? word
    const silentE = /^(.*[aeiou][^aeiouwxy])(?:ing|ed)$/.exec(word)?.[1]
    return silentE === verb && this.#isVerb(`${verb}e`) ? `${verb}e` : verb
  }

  #isVerb(word: string): boolean {
    const verb = this.#wink.baseForm(word, 'VERB')
    return verb !== undefined && (verb === word || this.#usual(word) === undefined)
  }

  #regular(word: string): string {
    const singular = this.#withoutS(word)
    if (singular !== undefined) return singular.endsWith('ing') ? this.base(singular) : singular
    return this.#withoutEdOrIng(word) ?? word
  }

  #withoutS(word: string): string | undefined {
    if (!word.endsWith('s') || word.length < 4 || /(?:ss|us|is)$/.test(word)) return undefined
    const stem = word.slice(0, -1)
    if (this.#wink.knows(stem)) return stem
    if (ES.test(word) && (this.#wink.knows(stem.slice(0, -1)) || !/[^s][sz]es$/.test(word)))
      return stem.slice(0, -1)
    if (word.endsWith('ies') && word.length > 5) return `${word.slice(0, -3)}y`
    return this.#compound(word, (rest) => this.singular(rest)) ?? (SINGULAR.test(stem) ? stem : undefined)
  }

  #withoutEdOrIng(word: string): string | undefined {
    const verb = this.#verbOf(word)
    const stem = stemOf(word)
    if (verb !== undefined || stem === undefined) return verb
    // What has been done with a thing: templated, scoped. Names end in -ing more often: Harding.
    if (word.endsWith('ed')) {
      const noun = verbsOf(stem).find((one) => this.#usual(one) === 'NOUN')
      if (noun !== undefined) return noun
    }
    if (this.#wink.knows(stem) || this.#wink.knows(`${stem}e`)) return undefined
    const compound = this.#compound(word, (rest) => this.base(rest))
    if (compound !== undefined) return compound
    return SILENT_E.test(stem) ? `${stem}e` : WHOLE_VERB.test(stem) ? stem : undefined
  }

  #verbOf(word: string): string | undefined {
    const stem = stemOf(word)
    return stem === undefined ? undefined : verbsOf(stem).find((one) => this.#isVerb(one))
  }

  /** What the word begins with, and the base form of the longest known word that it ends with: `microservice`. */
  #compound(word: string, baseOf: (rest: string) => string): string | undefined {
    for (let at = 2; at <= word.length - 5; at += 1) {
      const rest = word.slice(at)
      if (this.#wink.knows(rest)) return word.slice(0, at) + baseOf(rest)
    }
    return undefined
  }
}

/** What stands before -ed or -ing, with a syllable of its own. */
function stemOf(word: string): string | undefined {
  const stem = /^([a-z]*[aeiouy][a-z]*?)(?:ed|ing)$/.exec(word)?.[1]
  return stem !== undefined && stem.length >= 3 ? stem : undefined
}

/** Verbs whose forms in -ed and -ing begin so, the likeliest first. */
function verbsOf(stem: string): string[] {
  if (DOUBLED.test(stem)) return [stem.slice(0, -1), stem]
  if (/[^aeiou]i$/.test(stem)) return [`${stem.slice(0, -1)}y`]
  return SHORT.test(stem) ? [`${stem}e`] : [`${stem}e`, stem]
}
