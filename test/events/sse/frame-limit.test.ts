import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FrameLimit } from '../../../src/events/sse/frame-limit.ts'

/** What comes out when the bytes arrive in these chunks, and how many frames were dropped. */
function pass(chunks: readonly Uint8Array[], maxBytes = 1_000): { text: string; dropped: number } {
  let dropped = 0
  const limit = new FrameLimit(maxBytes, () => dropped++)
  const out = chunks.map((chunk) => limit.push(chunk) ?? new Uint8Array())
  return { text: Buffer.concat(out).toString(), dropped }
}

/** Cuts the bytes at these places. */
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const ends = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b)
  return [...ends, bytes.length].map((end, index) => bytes.subarray(index === 0 ? 0 : ends[index - 1], end))
}

describe('frames', () => {
  test.each(['\n', '\r', '\r\n'])('that end with %j pass whole, wherever the stream is cut', (end) => {
    const stream = Buffer.from(['data: 1', 'data: zwölf', '', ': comment', ''].join(end) + end + end)
    fc.assert(
      fc.property(fc.array(fc.nat()), (places) => {
        expect(pass(cut(stream, places))).toEqual({ text: stream.toString(), dropped: 0 })
      }),
    )
  })

  test('whose lines end in different ways pass whole, too', () => {
    const piece = fc.constantFrom('\n', '\r', '\r\n', 'data: 1')
    fc.assert(
      fc.property(fc.array(piece), fc.array(fc.nat()), (pieces, places) => {
        const stream = pieces.join('')
        expect(pass(cut(Buffer.from(stream), places)).text).toBe(completeFrames(stream))
      }),
    )
  })

  test.each([
    'data: 1\rdata: 2\n\n',
    'data: 1\r\n\n',
    'data: 1\r\n\r\ndata: 2\n\n',
    '\n\r\n\r\n\ndata: 1\n\n',
  ])('that mix the ends of lines pass at once: %j', (stream) =>
    expect(pass([Buffer.from(stream)]).text).toBe(stream),
  )

  test('that are as long as the limit pass', () => {
    expect(pass([Buffer.from('data: 1\n\n')], 9)).toEqual({ text: 'data: 1\n\n', dropped: 0 })
    expect(pass([Buffer.from('data: 12\n\n')], 9)).toEqual({ text: '', dropped: 1 })
  })

  test('that are incomplete are held back', () => {
    expect(pass([Buffer.from('data: 1\n\ndata: 2\n')]).text).toBe('data: 1\n\n')
  })

  test('that come byte by byte pass whole, 200,000 of them', () => {
    const stream = Buffer.from(`data: 1\n\ndata: ${'x'.repeat(200_000)}\n\ndata: 2\n\n`)
    const chunks = Array.from(stream, (_, index) => stream.subarray(index, index + 1))
    expect(pass(chunks, stream.length)).toEqual({ text: stream.toString(), dropped: 0 })
  })

  test('beyond the limit are dropped, wherever the stream is cut; the others pass', () => {
    const stream = Buffer.from(`data: 1\n\ndata: ${'x'.repeat(50)}\r\n\r\ndata: 2\n\n`)
    fc.assert(
      fc.property(fc.array(fc.nat()), (places) => {
        expect(pass(cut(stream, places), 20)).toEqual({
          text: expect.stringMatching(/^data: 1\n\n\n?data: 2\n\n$/),
          dropped: 1,
        })
      }),
    )
  })

  test('that never end are dropped as soon as they pass the limit', () => {
    const chunk = Buffer.alloc(10, 'x')
    expect(pass([chunk, chunk], 20).dropped).toBe(0)
    expect(pass([chunk, chunk, Buffer.from('x')], 20).dropped).toBe(1)
  })

  test('that never end are not kept in memory', () => {
    const limit = new FrameLimit(32 * MIB, () => undefined)
    const before = bytesInUse()
    for (let sent = 0; sent < 64; sent += 1) limit.push(new Uint8Array(MIB).fill(0x78))
    expect(bytesInUse() - before).toBeLessThan(16 * MIB)
    expect(limit.push(Buffer.from('\n\ndata: 1\n\n'))?.toString()).toBe('data: 1\n\n')
  })
})

/** Up to the end of the last empty line. */
function completeFrames(stream: string): string {
  let end = 0
  for (const line of stream.matchAll(/(.*)(?:\r\n|\r|\n)/g)) {
    if (line[1] === '') end = line.index + line[0].length
  }
  return stream.slice(0, end)
}

const MIB = 1024 * 1024

/** Of buffers that something still holds. */
function bytesInUse(): number {
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  collect()
  // The first leaves some to be freed in the background; the second waits for that.
  collect()
  return process.memoryUsage().arrayBuffers
}
