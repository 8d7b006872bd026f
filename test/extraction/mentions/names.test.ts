import { describe, expect, it } from 'vitest'
import { createExtractor } from '../../../src/extraction/extractor.ts'

const extractor = createExtractor()
const namesIn = (text: string): readonly string[] => extractor.extractText(text).entities.name ?? []

describe('names are found in their own spelling', () => {
  it.each([
    ['We asked Ada Lovelace about it.', 'Ada Lovelace'],
    ['They flew to New Zealand in spring.', 'New Zealand'],
    ['She studied at the University of Oxford for years.', 'University of Oxford'],
    ['He plays Ludwig van Beethoven every evening.', 'Ludwig van Beethoven'],
    ['The people at NASA agreed.', 'NASA'],
    ['It was moved to PostgreSQL last year.', 'PostgreSQL'],
    ['We saw J. J. Abrams there.', 'J. J. Abrams'],
    ['They saw The Diamond Wizard there.', 'The Diamond Wizard'],
    ['He won the Nobel Prize in Literature then.', 'Nobel Prize in Literature'],
    ['She joined the Truth and Reconciliation Commission.', 'Truth and Reconciliation Commission'],
    ['She lost the 1992 Irish general election.', '1992 Irish general election'],
    ['We measured the Brier score.', 'Brier score'],
    ['It works on Windows.', 'Windows'],
    ['We use Node.js there.', 'Node.js'],
    ['They use Docker and Grafana Labs.', 'Grafana Labs'],
    ['My cousin met Zoë Müller there.', 'Zoë Müller'],
  ])('%s', (text, name) => {
    expect(namesIn(text)).toContain(name)
    expect(extractor.extractText(text).keywords).toContain(name.toLowerCase())
  })
})

describe('titles and possessives are trimmed', () => {
  it.each([
    ['We asked Dr. Grace Hopper about it.', 'Grace Hopper'],
    ['We asked Mrs Margaret Hamilton about it.', 'Margaret Hamilton'],
    ['We read Professor Donald Knuth again.', 'Donald Knuth'],
    ['She was a Fellow of the Royal Society then.', 'Royal Society'],
    ["It was Ada Lovelace's idea.", 'Ada Lovelace'],
    ['It was Ada Lovelace’s idea.', 'Ada Lovelace'],
  ])('%s', (text, name) => {
    expect(namesIn(text)).toEqual([name])
  })
})

describe('what only starts with a capital is not a name', () => {
  it.each([
    'Gardens need water. Water is rare.',
    'Yesterday the server stopped. Nobody noticed.',
    'Tools help. However, people forget. Deploying takes time.',
    'How to Repair the Garden Wall',
    '- Open the window\n- Close the door\n- Water the plants',
    'It happened on Monday in March.',
    '“Open the door,” he said.',
    'It is HUGE and will FAIL.',
    'The User clicked it.',
    'The warning (see MAX_VALUE, JSON.parse, README.md, PROJ-1234) is old.',
    'A Western-style door.',
    'Use it for a while.',
    'Performant',
    'The `Dispatcher` gives a `ReadableStream`.',
    'THE SOFTWARE IS PROVIDED AS IT STANDS, WITHOUT WARRANTIES, IN AN ACTION OF CONTRACT, TORT OR ANYTHING ELSE',
    "Hi, I'm late, I've been out and I'd like help.",
    'Hi, I’m late: they’ve said it and it isn’t, You’re told.',
    'It was DEPRECATED, and 64 GB of it.',
    'It deals with Actual and Expected types.',
    'Generics can be used.',
    '| name | text |\n| --- | --- |\n| speed | Custom function for it |',
    '- it keeps what all the others have said about _the same thing_\n- Connection pooling helps',
    '![Build Status](https://example.com/a.svg) ![Coverage Badge](https://example.com/b.svg)',
    'Use the Formatter. A formatter is quick.',
    'See Formatter Detection. There are other formatters.',
  ])('%s', (text) => {
    expect(namesIn(text)).toEqual([])
  })
})

it('a word that the text uses as a common noun is a name where others tell so', () => {
  expect(namesIn('Ask James Linter. A linter is no person.')).toEqual(['James Linter'])
  expect(namesIn('We use PostCSS. Is a postcss quick?')).toEqual(['PostCSS'])
})

it('a title of another language names nobody, also where its words do not tell the language', () => {
  const text =
    '# Über uns\n\nDas Programm ist für alle da, die es nicht nur lesen, sondern auch schreiben wollen.\n\n### Złoci Sponsorzy\n\nVercel\n'
  expect(namesIn(text)).not.toContain('Złoci Sponsorzy')
  expect(namesIn('### Złoci Sponsorzy\n')).toContain('Złoci Sponsorzy')
})

describe('the vocabulary is found as words, in the spelling of the contract', () => {
  it.each([
    ['one tag', ['tag', 'tags']],
    ['some tags', ['tag', 'tags']],
    ['AGENTS and Tools', ['agent', 'agents', 'tool', 'tools']],
    ['creating and updated', ['create', 'update']],
    ['PostgreSQL on Docker', ['docker', 'postgresql']],
    ['an agent-based design', ['agent', 'agents']],
    ['call createBreadcrumb now', ['breadcrumb', 'breadcrumbs', 'create']],
    ['the field ui_schema', ['schema', 'schemas', 'ui_schema']],
  ])('%s', (text, terms) => {
    const { keywords, entities } = extractor.extractText(text)
    expect(entities.concept).toEqual(terms)
    expect(keywords).toEqual(expect.arrayContaining(terms))
  })

  it.each([
    'a stage',
    'vintage',
    'toolbar',
    'a secretary',
    'agency',
    'apiary',
    'rusty',
    'the essence',
    'dockers',
  ])('not in: %s', (text) => {
    expect(extractor.extractText(text).entities.concept).toBeUndefined()
  })

  it('and comes before other words where a text is about it, not where it is mentioned in passing', () => {
    const extractor = createExtractor({ maxKeywords: 4 })
    const wall = 'The windmill stands beside the garden wall. '.repeat(50)
    expect(extractor.extractText(`# Agents and tools\n\n${wall}`).keywords).toEqual([
      'agent',
      'agents',
      'tool',
      'tools',
    ])
    expect(extractor.extractText(`${wall} agents, tools, tags, schemas`).keywords).not.toContain('agents')
  })
})

it('what somebody is with is no part of the name', () => {
  expect(namesIn('It was invented by Saito of NTT.')).toEqual(['NTT', 'Saito'])
  expect(namesIn('They deployed Docker and Kubernetes there.')).toEqual(['Docker', 'Kubernetes'])
})

it('two words in one are an identifier between backticks', () => {
  expect(extractor.extractText('It gives a `ReadableStream`.').entities.identifier).toEqual([
    'ReadableStream',
  ])
})
