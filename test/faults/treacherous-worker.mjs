// The product's own worker thread, except for two titles: one never ends, one takes all memory.
import extractRows from '../../dist/processing/threads/worker.js'

export default function extractTreacherousRows(rows) {
  for (const { title } of rows) {
    if (title === 'Hangs') for (;;);
    if (title === 'Exhausts') for (const held = []; ; ) held.push(new Array(100_000).fill(held.length))
  }
  return extractRows(rows)
}
