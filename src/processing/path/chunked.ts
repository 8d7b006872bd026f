/** Divides items, in their order, into chunks of at most so much size and so many items; a larger item stands alone. */
export function chunked<T>(
  items: readonly T[],
  sizeOf: (item: T) => number,
  limit: { readonly size: number; readonly items?: number },
): T[][] {
  const chunks: T[][] = []
  const { size: mostSize, items: mostItems = Number.POSITIVE_INFINITY } = limit
  let size = 0
  for (const item of items) {
    const last = chunks.at(-1)
    const more = sizeOf(item)
    if (last && last.length < mostItems && size + more <= mostSize) {
      last.push(item)
      size += more
    } else {
      chunks.push([item])
      size = more
    }
  }
  return chunks
}
