import { TAGS, type Tag } from './core-model.ts'

/** What the tagger has to know of a word. */
export interface Taggable {
  /** The part of speech it most often is, as its position in `TAGS`. */
  readonly usual: number
  /** The event by which the rules know words such as `to`; 0 for all that they know by their part of speech. */
  readonly hint: number
  /** The parts of speech it can be. */
  readonly possible: ReadonlySet<number>
}

/** A hint `n` is the event `HINT_EVENTS + n` in the model's machines; here they follow the parts of speech. */
const HINT_EVENTS = 1_080_000
const OTHERWISE = '2070003'
const END_OF_TEXT = 2_070_000
const MAX_HINTS = 256
const END = TAGS.length + MAX_HINTS
const EVENTS = END + 1

/**
 * Gives words their parts of speech, as winkNLP 2.4 does with the same model: each its usual one, which finite-state
 * machines then correct by what stands around it. winkNLP itself takes text only, and keeps each word it does not
 * know for ever.
 */
export class Tagger {
  readonly #machines: readonly Machine[]

  /** @param machines the model's own, as JSON. */
  constructor(machines: readonly string[]) {
    this.#machines = machines.map((json) => new Machine(json))
  }

  /** `tags[i]` belongs to `words[i]`. */
  tag(words: readonly Taggable[]): Tag[] {
    const tags = words.map(({ usual }) => usual)
    for (const machine of this.#machines) machine.correct(words, tags)
    return tags.map((tag) => TAGS[tag] as Tag)
  }
}

/** Where a pattern ends: which of its words gets which part of speech. */
interface Correction {
  /** Words of the pattern before it. */
  readonly offset: number
  readonly tag: number
  /** Whether the word gets it even if the model does not list it among those the word can be. */
  readonly always: boolean
}

/** [version, last state, state → event → state, end state → correction, end state → marked words, …] */
type MachineJson = readonly [
  number,
  number,
  Readonly<Record<string, Readonly<Record<string, number>>>>,
  Readonly<Record<string, string>>,
  Readonly<Record<string, readonly [number, number]>>,
  ...unknown[],
]

/** Finds the longest patterns of a text from left to right, none overlapping another. */
class Machine {
  /** The next state of each state at each event; 0, the first, where none is listed. */
  readonly #next: Uint8Array
  /** The end state that stands in for each state when the text does not go on as its pattern does; 0 for none. */
  readonly #otherwise: Uint8Array
  readonly #corrections: readonly (Correction | undefined)[]

  constructor(json: string) {
    const [, lastState, transitions, ends, marks] = JSON.parse(json) as MachineJson
    if (lastState > 255) throw new Error('the language model has more states than fit a byte')
    this.#next = new Uint8Array((lastState + 1) * EVENTS)
    this.#otherwise = new Uint8Array(lastState + 1)
    for (const [state, events] of Object.entries(transitions)) this.#addState(Number(state), events)
    this.#corrections = Array.from({ length: lastState + 1 }, (_, state) => {
      const end = ends[state]
      return end === undefined ? undefined : correctionOf(Number(end), marks[state]?.[0] ?? 0)
    })
  }

  #addState(state: number, events: Readonly<Record<string, number>>): void {
    for (const [event, next] of Object.entries(events)) {
      if (event === OTHERWISE) this.#otherwise[state] = next
      else {
        const position = eventOf(Number(event))
        if (position !== undefined) this.#next[state * EVENTS + position] = next
      }
    }
  }

  /** Writes the corrected parts of speech into `tags`. */
  correct(words: readonly Taggable[], tags: number[]): void {
    for (let start = 0; start <= words.length; start += 1) start = this.#matchFrom(start, words, tags)
  }

  /** @returns the last position of the pattern found there, or `start` when there is none. */
  #matchFrom(start: number, words: readonly Taggable[], tags: number[]): number {
    let state = 0
    let shorter = 0
    let shorterEnd = start
    for (let at = start; at <= words.length; at += 1) {
      const event = at < words.length ? (words[at] as Taggable).hint || (tags[at] as number) : END
      state = this.#next[state * EVENTS + event] as number
      const correction = this.#corrections[state]
      if (correction !== undefined) {
        this.#apply(correction, start, words, tags)
        return at
      }
      if (state === 0) break
      if (this.#otherwise[state] !== 0) {
        shorter = this.#otherwise[state] as number
        shorterEnd = at
      }
    }
    const correction = this.#corrections[shorter]
    if (correction === undefined) return start
    this.#apply(correction, start, words, tags)
    return shorterEnd
  }

  #apply(
    { offset, tag, always }: Correction,
    start: number,
    words: readonly Taggable[],
    tags: number[],
  ): void {
    const at = start + offset
    const word = words[at]
    if (word !== undefined && (always || word.possible.has(tag))) tags[at] = tag
  }
}

/** A negative number is a part of speech that is given to any word. */
function correctionOf(target: number, offset: number): Correction | undefined {
  return target === 0 ? undefined : { offset, tag: Math.abs(target), always: target < 0 }
}

/** Events of the model's machines, which are numbers with gaps, in one row; none for those that never occur. */
function eventOf(event: number): number | undefined {
  if (event < TAGS.length) return event
  if (event === END_OF_TEXT) return END
  const hint = event - HINT_EVENTS
  return hint > 0 && hint < MAX_HINTS ? hintEvent(hint) : undefined
}

/** The event by which the machines know one of the model's hints. */
export function hintEvent(hint: number): number {
  return TAGS.length + hint
}
