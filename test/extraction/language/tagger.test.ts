import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import winkModel from 'wink-eng-lite-web-model'
import wink from 'wink-nlp'
import { readWinkModel } from '../../../src/extraction/language/core-model.ts'
import { Lexicon } from '../../../src/extraction/language/lexicon.ts'
import { loadLanguageModel } from '../../../src/extraction/language/model.ts'

const nlp = wink(winkModel, ['pos'])
const model = loadLanguageModel()
const lexicon = new Lexicon(readWinkModel().core)

/** Words of the model's list and marks, as winkNLP takes them apart too. */
function wordsOf(text: string): string[] {
  return (text.toLowerCase().match(/[a-z]+|[.,;:?!]/g) ?? []).filter((word) => {
    const index = lexicon.indexOf(word)
    return index !== undefined && !lexicon.isContraction(index)
  })
}

function file(name: string): string {
  return readFileSync(new URL(`../../../${name}`, import.meta.url), 'utf8')
}

const TEXTS = {
  'a licence': file('LICENSE'),
  'a manual': file('README.md') + file('docs/operating.md') + file('docs/extraction.md'),
  'sample breadcrumbs':
    file('src/database/embedded/samples/knowledge.ts') +
    file('src/database/embedded/samples/knowledge-operations.ts'),
}

test.each(Object.entries(TEXTS))('tags every word of %s as winkNLP does', (_, text) => {
  const words = wordsOf(text)
  const tags = model.tag(words.map((word) => ({ word: model.word(word), asName: false })))
  const doc = nlp.readDoc(words.join(' '))
  expect(doc.tokens().out()).toEqual(words)
  expect(tags).toEqual(doc.tokens().out(nlp.its.pos))
  expect(words.length).toBeGreaterThan(1500)
})

test('tells the part of speech of unknown words by their endings, as winkNLP does', () => {
  const words = 'zorbing zorbed zorbly zorbable zorbless zorbous zorbest zorber zorbity zorb'.split(' ')
  for (const word of words) {
    expect(model.word(word).known).toBe(false)
    expect(model.tag([{ word: model.word(word), asName: false }])).toEqual(
      nlp.readDoc(word).tokens().out(nlp.its.pos),
    )
  }
})
