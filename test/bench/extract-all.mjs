// Extracts breadcrumbs on one thread, in a bare loop, and prints how many seconds that took.
import { createExtractor } from '../../dist/extraction/extractor.js'
import { breadcrumb } from './text.mjs'

const breadcrumbs = Array.from({ length: Number(process.argv[2]) }, (_, index) => breadcrumb(index))
const extractor = createExtractor()
const started = performance.now()
for (const one of breadcrumbs) extractor.extract(one)
process.stdout.write(String((performance.now() - started) / 1000))
