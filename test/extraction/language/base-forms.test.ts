import { describe, expect, it } from 'vitest'
import { loadLanguageModel } from '../../../src/extraction/language/model.ts'

const model = loadLanguageModel()

function pairs(list: string): string[][] {
  return list.split(' ').map((pair) => pair.split('>'))
}

describe('base forms of words that the model knows', () => {
  it.each(
    pairs(
      'tools>tool creating>create queries>query policies>policy indices>index matrices>matrix children>child women>woman mice>mouse boxes>box buses>bus gases>gas caches>cache hooks>hook leaves>leaf routing>route caching>cache stopped>stop putting>put made>make written>write found>find older>old biggest>big settings>setting headings>heading criteria>criterion analyses>analysis validated>validate configured>configure chained>chain consuming>consume',
    ),
  )('%s is a form of %s', (word, base) => {
    expect(model.word(word as string).base.lower).toBe(base)
  })
})

describe('base forms of words that it does not know', () => {
  it.each(
    pairs(
      'dependencies>dependency warranties>warranty proxies>proxy encoded>encode hashed>hash transfected>transfect cached>cache tokenized>tokenize refactored>refactor autoscaled>autoscale retried>retry microservices>microservice namespaces>namespace webhooks>webhook statuses>status aliases>alias schemas>schema chatbots>chatbot llms>llm organisations>organisation analysed>analyse colours>colour templated>template scoped>scope benchmarked>benchmark',
    ),
  )('%s is a form of %s', (word, base) => {
    expect(model.word(word as string).base.lower).toBe(base)
  })
})

it.each(
  'diver bit overlay rent billing heading building setting meeting data media latest rose saw left status access process series news species lens physics analytics string logstring everything kubernetes postgres redis boeing pickering harding jared alfred ahmed need speed undefined outgoing pending number ground thought thanks clothes worst'.split(
    ' ',
  ),
)('%s stays what it is', (word) => {
  expect(model.word(word).base.lower).toBe(word)
})

it.each(pairs('bits>bit divers>diver overlays>overlay rents>rent'))(
  '%s is a form of %s, not of another word',
  (word, base) => {
    expect(model.word(word as string).base.lower).toBe(base)
  },
)

it('the head of a phrase loses its plural, and nothing else', () => {
  const singular = (word: string): string => model.word(word).singular
  expect(['pools', 'dependencies', 'children', 'headings'].map(singular)).toEqual([
    'pool',
    'dependency',
    'child',
    'heading',
  ])
  expect(['training', 'hashed', 'left'].map(singular)).toEqual(['training', 'hashed', 'left'])
})
