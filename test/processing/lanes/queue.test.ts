import { expect, test } from 'vitest'
import { Queue, type Queued } from '../../../src/processing/lanes/queue.ts'

async function* pages(...given: readonly (readonly Queued[])[]): AsyncGenerator<readonly Queued[], void> {
  yield* given
}

function some(name: string, count: number, isLate = false): Queued[] {
  return Array.from({ length: count }, (_, at) => ({ id: `${name}${at}`, isLate }))
}

/** How many of a batch are of each lane, whose name is a letter. */
function counts(ids: readonly string[]): string {
  const letters = ids.map(([letter]) => letter)
  const lanes = [...new Set(letters)].sort()
  return lanes.map((one) => `${one}${letters.filter((each) => each === one).length}`).join(' ')
}

test('each batch has of each lane its share, whatever waits in the first', async () => {
  const queue = new Queue([
    { weight: 8, pages: pages(some('a', 500), some('a', 500)) },
    { weight: 1, pages: pages(some('b', 30)) },
    { weight: 1, pages: pages(some('c', 10)) },
  ])
  expect(counts(await queue.take(100))).toBe('a80 b10 c10')
  expect(counts(await queue.take(100))).toBe('a89 b11')
  expect(counts(await queue.take(100))).toBe('a91 b9')
  expect(counts(await queue.take(1_000))).toBe('a740')
  expect(await queue.take(1)).toEqual([])
})

test('shares of batches that are too small for all lanes are made up for by the next', async () => {
  const queue = new Queue([
    { weight: 3, pages: pages(some('a', 100)) },
    { weight: 1, pages: pages(some('b', 100)) },
  ])
  const batches = [await queue.take(1), await queue.take(1), await queue.take(1), await queue.take(1)]
  expect(counts(batches.flat())).toBe('a3 b1')
})

test('a lane counts double while what is next in it is late', async () => {
  const queue = new Queue([
    { weight: 2, pages: pages(some('a', 300)) },
    { weight: 2, pages: pages([...some('b', 10), ...some('B', 200, true)]) },
  ])
  expect(counts(await queue.take(20))).toBe('a10 b10')
  expect(counts(await queue.take(30))).toBe('B20 a10')
})

test('what comes of one lane keeps its order, page after page', async () => {
  const queue = new Queue([{ weight: 1, pages: pages(some('a', 3), [], some('b', 2)) }])
  expect(await queue.take(4)).toEqual(['a0', 'a1', 'a2', 'b0'])
  expect(await queue.take(4)).toEqual(['b1'])
})

test('a page is read only once the last is given out', async () => {
  let read = 0
  async function* counted() {
    for (;;) {
      read += 1
      yield some('a', 10)
    }
  }
  const queue = new Queue([{ weight: 1, pages: counted() }])
  await queue.take(10)
  expect(read).toBe(1)
  await queue.take(1)
  expect(read).toBe(2)
})
