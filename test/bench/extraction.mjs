// Words a second on one core: the extractor beside a bare readDoc of the same text with the same pipe, in one run.
//   npm run bench:extraction            (builds first)

import model from 'wink-eng-lite-web-model'
import wink from 'wink-nlp'
import { createExtractor } from '../../dist/index.js'
import { readmes } from './readmes.mjs'

const ROUNDS = 7
const texts = readmes()
const words = texts.reduce((sum, text) => sum + text.split(/\s+/).length, 0)

const nlp = wink(model, ['pos'])
const extractor = createExtractor()

function seconds(work) {
  const start = performance.now()
  for (const text of texts) work(text)
  return (performance.now() - start) / 1000
}

const bare = []
const ours = []
seconds((text) => nlp.readDoc(text))
seconds((text) => extractor.extractText(text))
for (let round = 0; round < ROUNDS; round += 1) {
  bare.push(seconds((text) => nlp.readDoc(text)))
  ours.push(seconds((text) => extractor.extractText(text)))
}

const median = (times) => times.sort((a, b) => a - b)[Math.floor(times.length / 2)]
const rate = (time) => Math.round(words / time)
const bareRate = rate(median(bare))
const ourRate = rate(median(ours))
console.log(`words                 ${words} in ${texts.length} texts, median of ${ROUNDS} rounds`)
console.log(`bare readDoc          ${bareRate} words/s`)
console.log(`extractText           ${ourRate} words/s`)
console.log(`share                 ${(ourRate / bareRate).toFixed(2)}  (at least 0.60)`)
console.log(`heap used             ${Math.round(process.memoryUsage().heapUsed / 1e6)} MB`)
