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
  /** Begins with the `#pendingBytes` of the frame under way, in one piece: a server may send them one by one. */
  #pending = Buffer.alloc(0)
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
      else complete.push(this.#pending.subarray(0, this.#pendingBytes), chunk.subarray(start, end))
      this.#pendingBytes = 0
      start = end
    }
    const frames = complete.length === 0 ? undefined : Buffer.concat(complete)
    this.#keep(chunk.subarray(start))
    return frames
  }

  #keep(rest: Uint8Array): void {
    if (this.#dropping || rest.length === 0) return
    const size = this.#pendingBytes + rest.length
    if (size > this.#maxBytes) {
      this.#dropping = true
      this.#pending = Buffer.alloc(0)
      this.#pendingBytes = 0
      this.#onOversized()
      return
    }
    if (size > this.#pending.length) this.#growTo(Math.min(this.#maxBytes, 2 * size))
    this.#pending.set(rest, this.#pendingBytes)
    this.#pendingBytes = size
  }

  #growTo(bytes: number): void {
    const grown = Buffer.allocUnsafeSlow(bytes)
    grown.set(this.#pending.subarray(0, this.#pendingBytes))
    this.#pending = grown
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
