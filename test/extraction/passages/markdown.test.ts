import { describe, expect, it } from 'vitest'
import { createExtractor } from '../../../src/extraction/extractor.ts'
import { proseOf } from '../../../src/extraction/passages/prose.ts'
import { type Segment, segmentsOf } from '../../../src/extraction/passages/segments.ts'

const extractor = createExtractor()

describe('a heading', () => {
  it.each([
    ['# Vector search', 'Vector search'],
    ['###### Vector search ##', 'Vector search'],
    ['  ## The [guide](https://example.com/x) of search', 'The guide of search'],
  ])('weighs more than a paragraph: %s', (line, text) => {
    const segments = segmentsOf(`The first paragraph is a sentence.\n\n${line}\n\nThe second is one too.`)
    const heading = segments.find((segment) => segment.text === text)
    const paragraph = segments.find((segment) => segment.text.startsWith('The first'))
    expect(heading?.emphasis).toBeGreaterThan(paragraph?.emphasis ?? Number.POSITIVE_INFINITY)
  })

  it('keeps its words when a cut loses those of a paragraph', () => {
    const few = createExtractor({ maxKeywords: 2 })
    const text = 'Somebody wrote about bridges.\n\n# Gardens\n\nOthers wrote about ladders and buckets.'
    expect(few.extractText(text).keywords).toContain('garden')
  })

  it.each(['#tagged text', '####### seven', 'C# is a language'])('is not: %s', (line) => {
    const [first] = segmentsOf(`A sentence comes first.\n${line}`)
    expect(first?.text).toContain(line.slice(1))
  })
})

describe('the text of a link counts, its marks do not', () => {
  it.each([
    ['See [vector search](https://example.com/a) now.', 'See vector search now.'],
    ['See ![a windmill](img/mill.png "The mill") now.', 'See a windmill now.'],
    ['See [search](<https://example.com/a_(b)>) now.', 'See search now.'],
    ['- [Search](https://example.com/a)', 'Search'],
    ['> - [ ] quoted [task](#anchor)', 'quoted task'],
    [
      '<p>One sentence &amp; a <b>second</b> one follow each other here.</p>',
      'One sentence & a second one follow each other here.',
    ],
  ])('%s', (line, plain) => {
    const [segment] = segmentsOf(proseOf(line))
    expect(segment?.text.replace(/\s+/g, ' ').trim()).toBe(plain.trim())
  })

  it('and its address is read for its words', () => {
    const { keywords, entities } = extractor.extractText('Read [this](https://example.com/windmill-repair).')
    expect(entities.url).toEqual(['https://example.com/windmill-repair'])
    expect(keywords).toContain('windmill')
  })
})

it('an address never becomes part of a phrase, with what it carries for tracking', () => {
  const { entities, keywords } = extractor.extractText(
    'See https://example.com/mill?utm_source=chat #release now',
  )
  expect(entities.url).toEqual(['https://example.com/mill'])
  expect(JSON.stringify([entities, keywords])).not.toContain('utm_source')
})

describe('fenced code goes to the identifier rules', () => {
  const read = (fence: string, end = fence): Segment[] =>
    segmentsOf(`Some words come before.\n${fence}ts\nconst runner = createAgentRunner()\n${end}\nMore words.`)

  it.each(['```', '~~~', '````'])('between %s', (fence) => {
    expect(read(fence).map(({ code }) => code)).toEqual([false, true, false])
  })

  it('to the end of a text whose fence is never closed', () => {
    expect(read('```', '').filter(({ code }) => code)).not.toEqual([])
  })

  it('and gives identifiers, not names or terms', () => {
    const { entities, keywords } = extractor.extractText(
      'A sentence.\n\n```ts\nconst Windmill = createAgentRunner(max_retries)\n```\n',
    )
    expect(entities.identifier).toEqual(expect.arrayContaining(['createAgentRunner', 'max_retries']))
    expect(entities.name).toBeUndefined()
    expect(keywords).toEqual(expect.arrayContaining(['createagentrunner', 'runner', 'max_retries', 'agent']))
    expect(keywords).not.toContain('const')
  })
})

it('phrases do not reach from one passage into the next', () => {
  const { keywords } = extractor.extract({
    title: 'Notes',
    context: { a: 'stone windmill', b: 'garden wall' },
  })
  expect(keywords).toEqual(expect.arrayContaining(['stone windmill', 'garden wall']))
  expect(keywords).not.toContain('windmill garden')
})

describe('what Markdown and HTML mean is read', () => {
  const prose = (text: string): string =>
    segmentsOf(proseOf(`An opening sentence.\n${text}`))
      .filter(({ code }) => !code)
      .map((segment) => segment.text)
      .join('\n')
      .replace(/\s+/g, ' ')
      .replace('An opening sentence. ', '')
      .trim()

  it.each([
    [
      'emphasis around words',
      'This is **bold text**, *slanted* and __strong__.',
      'This is bold text, slanted and strong.',
    ],
    ['emphasis inside a word', 'un**believ**able', 'unbelievable'],
    [
      'signs that are no emphasis',
      '2 * 3 * 4 and my_snake_case and **kwargs',
      '2 * 3 * 4 and my_snake_case and **kwargs',
    ],
    ['a link by reference', 'See [vector search][1].\n\n[1]: https://example.com/x', 'See vector search.'],
    ['a link around an image', '[![badge](https://a.example/x.svg)](https://b.example) here', 'badge here'],
    ['a link of a wiki', 'See [[Windmill Page]] and [[page|its walls]].', 'See Windmill Page and its walls.'],
    ['a footnote', 'A mill[^1].\n\n[^1]: It turns.', 'A mill. It turns.'],
    ['a comment', 'Before <!-- hidden\nwords --> after.', 'Before after.'],
    ['scripts and styles', '<p>Mill</p><script>var x = 1;</script><style>.a{color:red}</style>', 'Mill'],
    ['blocks of HTML', '<ul><li>stone <b>mill</b></li><li>wall</li></ul>', 'stone mill wall'],
    ['the text of an image', 'See <img src="a.png" alt="a windmill"> here.', 'See a windmill here.'],
    ['characters by number and name', 'Caf&eacute; &#8217; Tom &amp; &#x41;', 'Café ’ Tom & A'],
    ['a table', '| Name | Use |\n|:---|---:|\n| mill | grinds |', '; Name ; Use ; ; mill ; grinds ;'],
    ['a rule', 'above.\n\n---\n\n* * *\nbelow.', 'above. below.'],
  ])('%s', (_what, text, words) => {
    expect(prose(text)).toBe(words)
  })

  it.each([
    ['Garden walls\n============\n\nA paragraph.', 'Garden walls'],
    ['A paragraph.\n\nGarden walls\n---\n\nAnother one.', 'Garden walls'],
    ['A paragraph.<h2 class="x">Garden walls</h2>Another one.', 'Garden walls'],
    ['---\ntitle: Garden walls\nlayout: post\n---\nA paragraph.', 'Garden walls'],
  ])('a heading by its underline, tag or front matter: %s', (text, heading) => {
    const segments = segmentsOf(proseOf(text))
    expect(segments.find((segment) => segment.text === heading)?.emphasis).toBeGreaterThanOrEqual(2)
    expect(segments.filter(({ emphasis }) => emphasis > 1)).toHaveLength(1)
  })

  it.each([
    ['indented', 'A paragraph.\n\n    const a = run()\n    a.start()\n\nAnother one.'],
    ['in a list', '1. A step\n   - ```js\n     const a = run()\n     a.start()\n     ```\n2. Another one.'],
    ['quoted', '> ```\n> const a = run()\n> a.start()\n> ```\n> Another one.'],
    ['first of all', '```js\nconst a = run()\na.start()\n```\nAnother one.'],
    ['around a fence', 'A paragraph.\n````md\n```js\nconst a = run()\na.start()\n```\n````\nAnother one.'],
  ])('code that is %s', (_where, text) => {
    const code = segmentsOf(text).filter((segment) => segment.code)
    expect(code.map((segment) => segment.text).join('\n')).toMatch(/const a = run\(\)\s+a\.start\(\)/)
    expect(code.map((segment) => segment.text).join('\n')).not.toMatch(/paragraph|Another|step/)
  })

  it('an indented paragraph stays one', () => {
    expect(prose('\n    This is a paragraph that is set off.')).toBe('This is a paragraph that is set off.')
  })
})

it('words of front matter count, its keys do not', () => {
  const { keywords } = extractor.extractText('---\ntitle: Windmill\nlayout: garden\n---\nA wall.\n')
  expect(keywords).toEqual(['garden', 'wall', 'windmill'])
})
