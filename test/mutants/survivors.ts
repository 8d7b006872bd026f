import type { Mutant } from './mutant.ts'

/** Mutants that no test kills, by the reason why that is well. */
const SURVIVORS: readonly {
  readonly file: string
  readonly reason: string
  readonly changes: readonly string[]
}[] = [
  {
    file: 'database/claims/claim.ts',
    reason: 'the conflict leaves the live claims of others alone, too: looking before spares trying',
    changes: [
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the code as it stands
      '⟦NOT EXISTS ( SELECT FROM rcrt_entities.claims c WHERE c.bre…() AND c.token <> ${mine} )⟧ → (true OR NOT EXISTS ( SELECT FROM rcrt_entities.claims c WHE…() AND c.token <> ${mine} ))',
    ],
  },
  {
    file: 'database/claims/probe.ts',
    reason: 'the lowest id is another one, too',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the code as it stands
    changes: ["⟦`${OTHERS} AND b.id >= $2 ${FREE}`⟧ → ''"],
  },
  {
    file: 'database/claims/save.ts',
    reason: 'waiting for an earlier try that there was not costs a statement, and changes nothing',
    changes: ['if (⟦isAgain⟧) await transaction. → true'],
  },
  {
    file: 'database/claims/save.ts',
    reason: 'without a cause is without a cause',
    changes: ['⟦{ cause: undefined }⟧ → {}'],
  },
  {
    file: 'database/claims/save.ts',
    reason:
      'a breadcrumb whose claim is held has no outcome of the same run and version, or the row has not changed since',
    changes: ['⟦held.breadcrumb_id IS NULL⟧ → (true OR held.breadcrumb_id IS NULL)'],
  },
  {
    file: 'events/sse/connection.ts',
    reason: 'the end of a connection is noticed twice, by whoever reads it and by the library',
    changes: [
      "⟦source.onerror = (event) => end(new StreamFailure('closed',…} closed the connection`)))⟧ → ;",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the code as it stands
      "⟦`${url.host} closed the connection`⟧ → ''",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the code as it stands
      "⟦onEnd(new StreamFailure('closed', `${options.url.host} closed the connection`))⟧ → ;",
    ],
  },
  {
    file: 'events/sse/connection.ts',
    reason: 'no media type has no slash',
    changes: ["('content-type') ?? ⟦''⟧) ?? [] → 'mutated'"],
  },
  {
    file: 'events/sse/follow.ts',
    reason: 'the very millisecond',
    changes: [
      'stening.lastEventAt ⟦<⟧ this.#settings.deaf → <=',
      'lastDeafReconnectAt ⟦>=⟧ this.#settings.deaf → >',
    ],
  },
  {
    file: 'events/sse/follow.ts',
    reason: 'only a defect of ours rejects it, and it is awaited at the end',
    changes: ['⟦connected.catch(() => {})⟧ → ;'],
  },
  {
    file: 'events/sse/follow.ts',
    reason: 'sockets close by themselves after the end, only later',
    changes: ['⟦await connected⟧ → ;'],
  },
  {
    file: 'events/sse/follow.ts',
    reason: 'a defect is told with or without what it came from',
    changes: ["the stream failed', ⟦{ cause: error }⟧)) → {}"],
  },
  {
    file: 'events/sse/follow.ts',
    reason: 'a second refusal waits for the first pause then, instead of none',
    changes: ['⟦this.#renewed = false⟧ → ;'],
  },
  {
    file: 'events/sse/frame-limit.ts',
    reason: 'set again before it is looked at',
    changes: ['⟦this.#pendingBytes = 0⟧ → ;'],
  },
  {
    file: 'events/sse/frame-limit.ts',
    reason: 'it grows sooner, later or further: the bytes are the same',
    changes: [
      '⟦size > this.#pending.length⟧ → true',
      'if (size ⟦>⟧ this.#pending.lengt → >=',
      ') this.#growTo(Math.⟦min⟧(this.#maxBytes, 2 * → max',
    ],
  },
  {
    file: 'events/sse/frame-limit.ts',
    reason: 'set before it is looked at, which is behind a CR',
    changes: ['#crEndedFrame = ⟦false⟧ → true', '#crEndedFrame = ⟦false⟧ constructor → true'],
  },
  {
    file: 'events/sse/request.ts',
    reason: 'an answer of 300 or 399 is refused by whoever asked, too',
    changes: [
      'if (response.status ⟦<⟧ 300 || response.sta → <=',
      '|| response.status ⟦>⟧ 399) return respons → >=',
    ],
  },
  {
    file: 'events/sse/request.ts',
    reason: 'a body that nobody reads is let go later',
    changes: ['⟦await response.body?.cancel()⟧ → ;'],
  },
  {
    file: 'events/sse/request.ts',
    reason: 'neither path has anything below it',
    changes: ['⟦\\/(auth\\/token|events\\/stream)$⟧ → \\/(auth\\/token|events\\/stream)'],
  },
  {
    file: 'events/sse/stream-failure.ts',
    reason: 'what is half a number is no date, or one long past',
    changes: [
      'const ms = /⟦^\\d+$⟧/.test(value.trim()) → \\d+$',
      'const ms = /⟦^\\d+$⟧/.test(value.trim()) → ^\\d+',
    ],
  },
  {
    file: 'events/sse/stream-failure.ts',
    reason: 'headers come without spaces around them',
    changes: ['t ms = /^\\d+$/.test(⟦value.trim()⟧) ? Number(value) * → value'],
  },
  {
    file: 'events/sse/token.ts',
    reason: 'the very millisecond',
    changes: ['iresAt - Date.now() ⟦<⟧ SPARE_MS) { → <='],
  },
  {
    file: 'events/sse/token.ts',
    reason: 'a body that nobody reads is let go later',
    changes: ['⟦await response.body?.cancel()⟧ → ;'],
  },
  {
    file: 'events/waiting-hints.ts',
    reason: 'woken more often, or for nothing, it looks and waits again',
    changes: [
      '⟦this.#ids.size === 1 || this.#ids.size === this.#options.batchSize⟧ → true',
      '1 || this.#ids.size ⟦===⟧ this.#options.batch → !==',
      'await this.#change(⟦this.#ids.size > 0⟧ ? patience : Number → true',
      'ange(this.#ids.size ⟦>⟧ 0 ? patience : Numb → >=',
    ],
  },
  {
    file: 'extraction/credentials/assignments.ts',
    reason: 'it looks at the end of what it is given, however long that is',
    changes: ['est(text.slice(Math.⟦max⟧(0, start - 6), star → min'],
  },
  {
    file: 'extraction/credentials/credentials.ts',
    reason: 'shorter and longer runs hold the same keys: to look at these only spares time',
    changes: [
      '⟦i - start >= SHORTEST_KEY && (hasDigit || i - start >= SHORTEST_WITHOUT_DIGIT)⟧ → true',
      '⟦start = i + 1⟧ → ;',
    ],
  },
  {
    file: 'extraction/credentials/hand-overs.ts',
    reason: 'a text that has no sign is only looked at in vain',
    changes: [
      '⟦\'://|bearer|basic|digest|apikey|log(?:in|on|_in|\\\\s+in)|sig…ntf|env |[\\\\s"\\\',]--?[a-z]\'⟧ → "://|bearer|basic|digest|apikey|log(?:in|on|_in|\\\\s+in)|sign…intf|env |[\\\\s\\"\',]--?[a-z]"',
    ],
  },
  {
    file: 'extraction/credentials/rows.ts',
    reason: 'without a column that is secret nothing is taken out',
    changes: ['⟦columns.some((secrecy) => secrecy !== undefined)⟧ → true'],
  },
  {
    file: 'extraction/credentials/rows.ts',
    reason: 'rows are no heading, so that reading them again finds none',
    changes: ['⟦COPY.lastIndex = end⟧ → ;'],
  },
  {
    file: 'extraction/credentials/tables.ts',
    reason: 'behind the last line nobody reads the text',
    changes: ["gth) return { text: ⟦''⟧, end: text.length } → 'mutated'"],
  },
  {
    file: 'extraction/credentials/tables.ts',
    reason: 'whoever judges a cell trims it, too',
    changes: ['return ⟦cell.trim()⟧.replace(/^"(.*)"$/, → cell'],
  },
  {
    file: 'processing/path/withhold-exposed.ts',
    reason: 'a batch of none comes to nothing',
    changes: [
      'const settled = ⟦ids.length > 0⟧ ? await path.proces → true',
      'ettled = ids.length ⟦>⟧ 0 ? await path.proc → >=',
    ],
  },
  {
    file: 'processing/path/leases.ts',
    reason: 'whoever opens it closes it',
    changes: ['⟦this.#timer.unref()⟧ → ;'],
  },
]

export function reasonFor({ file, change }: Mutant): string | undefined {
  return SURVIVORS.find((entry) => file.endsWith(entry.file) && entry.changes.includes(change))?.reason
}
