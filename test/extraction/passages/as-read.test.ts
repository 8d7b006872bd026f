import { describe, expect, it } from 'vitest'
import { createExtractor } from '../../../src/extraction/extractor.ts'
import { codeOf, proseOf } from '../../../src/extraction/passages/prose.ts'

const extractor = createExtractor()

describe('what encoded a text on its way is undone', () => {
  it.each([
    ['ligatures', 'the \ufb01rst o\ufb00er', 'the first offer'],
    ['full-width letters', 'ＳＱＬ ｍｉｌｌ＠ｅｘａｍｐｌｅ．ｃｏｍ', 'SQL mill@example.com'],
    ['mathematical letters', '𝗯𝗼𝗹𝗱 mill', 'bold mill'],
    ['soft hyphens', 'wind\u00admill and gar\u00ad\n  den', 'windmill and garden'],
    ['entities of HTML', 'wind&shy;mill &rarr; Caf&eacute; &amp; &#x41;', 'windmill → Café & A'],
    ['entities that were encoded twice', 'Tom &amp;amp; Ann&amp;#39;s', "Tom & Ann's"],
    ['quoted-printable', 'M=C3=BChle mit Wind=\nrad', 'Mühle mit Windrad'],
    [
      'words of a subject',
      'Subject: =?utf-8?Q?Die_M=C3=BChle?= =?UTF-8?B?TcO8aGxl?=',
      'Subject: Die Mühle Mühle',
    ],
    ['escapes of Unicode', 'M\\u00fchle \\u{1f600} \\U0001F600', 'Mühle 😀 😀'],
    ['escapes of bytes', "b'M\\xc3\\xbchle' in bin\\x64", "b'Mühle' in bin\\x64"],
    ['letters typed twice', 'M\bMI\bIL\bLL\bL _\bo_\bf', 'MILL of'],
    [
      'codes of terminals',
      '\u001b[1;32mgreen\u001b[0m \u001b]8;;https://a.example\u0007link\u001b]8;;\u0007',
      'green link',
    ],
    ['codes of terminals that were escaped', '\\x1b[31mred\\033[0m', 'red'],
    ['marks of quotation', '> The mill\n>> turned.', 'The mill\nturned.'],
  ])('%s', (_what, written, read) => {
    expect(proseOf(written)).toBe(read)
  })

  it('in code the characters, not its marks', () => {
    expect(codeOf("const a = '<b>M\\u00fchle</b>'")).toBe("const a = '<b>Mühle</b>'")
  })
})

it.each([
  ['a relational data-\nbase of seman-\ntic work-\nflows', ['database', 'semantic', 'workflow']],
  ['a data-  \n  base of work-\r\nflows', ['database', 'workflow']],
  ['a well-\nknown garden', ['well-known']],
])('words divided at the end of a line are whole: %s', (text, keywords) => {
  expect(extractor.extractText(text).keywords.join(' ')).toMatch(new RegExp(keywords.join('.*|')))
  expect(extractor.extractText(text).keywords).not.toContain('seman')
})

describe('what is no text is left out', () => {
  const found = (context: unknown): string =>
    JSON.stringify(extractor.extract({ title: 'Notes', context: { holder: context } })).toLowerCase()

  it.each([
    [
      'navigation and footer',
      '<nav><ul><li>Careers</li></ul></nav><p>The windmill turns.</p><footer>Imprint</footer>',
    ],
    [
      'a banner for cookies',
      '<div id="cookie-banner"><div>Careers</div><button>Imprint</button></div><p>The windmill turns.</p>',
    ],
    ['templates', '{{#if careers}}The windmill turns.{{/if}} {% include "imprint" %} <%= careers %>'],
    [
      'marks between turns',
      '<|im_start|>careers_x<|im_end|>\nThe windmill turns.'.replace('careers_x', 'user'),
    ],
    ['calls of tools', '<invoke name="windmill"><parameter name="size">3</parameter></invoke>'],
    ['marks of tools', '<tool_result>The windmill turns.</tool_result>'],
    ['a class list', '<p class="careers imprint">The windmill turns.</p>'],
  ])('%s', (_what, text) => {
    expect(found(text)).toContain('windmill')
    expect(found(text)).not.toMatch(/careers|imprint|im_start|tool_result|invoke|parameter|\buser\b/)
  })

  it('a string of classes of CSS, but no words with hyphens', () => {
    expect(
      found('flex items-center justify-between px-4 py-2 bg-windmill-500 hover:bg-blue-600'),
    ).not.toMatch(/windmill|flex|items|px/)
    expect(found('a state-of-the-art, real-time windmill')).toContain('windmill')
    expect(found('open-source text-based windmill of long-term use')).toContain('windmill')
  })

  it('protocol fields of chats', () => {
    const text = found({
      object: 'chat.completion',
      model: 'some-model-7b',
      system_fingerprint: 'fp_1234567abc',
      choices: [
        {
          finish_reason: 'length',
          message: { role: 'assistant', content: 'The windmill turns.', tool_calls: [{ type: 'function' }] },
        },
      ],
    })
    expect(text).toContain('windmill')
    expect(text).not.toMatch(/assistant|completion|some-model|fp_|length|function/)
  })

  it('who speaks in a transcript', () => {
    const text = found([
      { from: 'human', type: 'human', value: 'The windmill turns.' },
      { role: 'model', parts: [{ text: 'The garden grows.' }] },
      'User: It is old.\nAI: It is.',
    ])
    expect(text).toMatch(/garden.*windmill/)
    expect(text).not.toMatch(/human|model|user|"ai"/)
  })

  it('what lists of files tell beside their names', () => {
    const text = found(
      'total 12\n-rw-r--r-- 1 root wheel 64 May  6 10:00 windmill.yml\ndrwxr-xr-x@ 2 ann wheel 4096 Jan 1 2024 gardens',
    )
    expect(text).toMatch(/windmill\.yml/)
    expect(text).toContain('garden')
    expect(text).not.toMatch(/rw-r|wheel|root|total|may|jan/)
  })
})

it.each(['thanks, it worked!', 'Ok, great', 'Good morning!', 'perfect 👍'])(
  'small talk says nothing: %s',
  (text) => {
    expect(extractor.extractText(text)).toMatchObject({
      entities: {},
      keywords: [],
      skipReason: 'no-keywords',
    })
  },
)

it('an address keeps the bracket that belongs to it, and a link of a chat its text', () => {
  const { entities, keywords } = extractor.extractText(
    '(see https://example.com/Mill_(garden)) and <https://example.com/wall|the old wall> of <@U012AB3CD> in <#C012|general>',
  )
  expect(entities.url).toEqual(['https://example.com/Mill_(garden)', 'https://example.com/wall'])
  expect(keywords).toContain('wall')
  expect(JSON.stringify(keywords)).not.toMatch(/u012ab3cd|c012/)
})

it('lines of JSON are opened', () => {
  const { keywords } = extractor.extract({
    title: 'Log',
    context: { log: '{"role":"user","content":"windmill"}\n{"role":"assistant","content":"garden"}' },
  })
  expect(keywords).toEqual(['garden', 'log', 'windmill'])
})
