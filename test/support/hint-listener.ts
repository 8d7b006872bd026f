import type { HintSource, SourceStatus } from '../../src/events/hint.ts'

/** Everything a source says, with promises for what a test waits for. */
export abstract class HintListener {
  readonly ids: string[] = []
  readonly gaps: string[] = []
  readonly statuses: SourceStatus[] = []
  #wake: () => void = () => {}

  /** Waits until `condition` holds; it is looked at after everything the source says. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }

  connected(times = 1): Promise<void> {
    return this.until(
      () => this.count('connected') >= times && this.gaps.filter((g) => g === 'connected').length >= times,
    )
  }

  count(state: SourceStatus['state']): number {
    return this.statuses.filter((status) => status.state === state).length
  }

  protected heard(status: SourceStatus): void {
    this.statuses.push(status)
    this.#wake()
  }

  /** Until the source ends. `onIds` is waited for before the next hint is taken. */
  protected async collect(
    source: HintSource,
    onIds: (hint: Announcement) => Promise<void> = async () => undefined,
  ): Promise<void> {
    for await (const hint of source) {
      if (hint.kind === 'gap') this.gaps.push(hint.reason)
      else {
        this.ids.push(...hint.ids)
        this.#wake()
        await onIds(hint)
      }
      this.#wake()
    }
  }
}

type Hint = HintSource extends AsyncIterable<infer T> ? T : never

export type Announcement = Extract<Hint, { kind: 'breadcrumbs' }>
