const LF = 0x0a
const CR = 0x0d

/**
 * Passes on the bytes of an event stream up to the end of the last complete frame, and drops frames of more
 * than `maxBytes`, so that whoever parses them never holds more than that.
 * Lines end with LF, CR or CRLF; an empty line ends a frame.
 */
export class FrameLimit {
  readonly #maxBytes: number
  readonly #onOversized: () => void
  #pending: Uint8Array[] = []
  #pendingBytes = 0
  #dropping = false
  #lineIsEmpty = true
  #afterCr = false
  /** The last CR ended a frame, so that an LF after it belongs to that frame. */
  #crEndedFrame = false

  constructor(maxBytes: number, onOversized: () => void) {
    this.#maxBytes = maxBytes
    this.#onOversized = onOversized
  }

  /** The bytes of frames that are complete with this chunk; undefined while there are none. */
  push(chunk: Uint8Array): Uint8Array | undefined {
    const complete: Uint8Array[] = []
    let start = 0
    for (let end = this.#frameEnd(chunk, 0); end !== -1; end = this.#frameEnd(chunk, end)) {
      const size = this.#pendingBytes + end - start
      if (this.#dropping) this.#dropping = false
      else if (size > this.#maxBytes) this.#onOversized()
      else complete.push(...this.#pending, chunk.subarray(start, end))
      this.#clearPending()
      start = end
    }
    this.#keep(chunk.subarray(start))
    return complete.length === 0 ? undefined : Buffer.concat(complete)
  }

  #keep(rest: Uint8Array): void {
    if (this.#dropping || rest.length === 0) return
    this.#pending.push(rest)
    this.#pendingBytes += rest.length
    if (this.#pendingBytes <= this.#maxBytes) return
    this.#dropping = true
    this.#clearPending()
    this.#onOversized()
  }

  #clearPending(): void {
    this.#pending = []
    this.#pendingBytes = 0
  }

  /** The index after the next end of a frame, or -1 at the end of the chunk. */
  #frameEnd(chunk: Uint8Array, from: number): number {
    for (let index = from; index < chunk.length; index++) {
      const byte = chunk[index]
      if (byte === LF && this.#afterCr) {
        this.#afterCr = false
        if (this.#crEndedFrame) return index + 1
      } else if (byte === LF || byte === CR) {
        const ended = this.#lineIsEmpty
        this.#lineIsEmpty = true
        this.#afterCr = byte === CR
        this.#crEndedFrame = ended
        if (ended) return index + 1
      } else {
        this.#lineIsEmpty = false
        this.#afterCr = false
      }
    }
    return -1
  }
}
