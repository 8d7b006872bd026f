import { describe, expect, it } from 'vitest'
import type { Extraction } from '../../../src/extraction/breadcrumb.ts'
import { createExtractor } from '../../../src/extraction/extractor.ts'

const extractor = createExtractor()

/** The text as a note, inside a sentence, as code, as a title, and beside the name in full. */
function readings(text: string): Extraction[] {
  const read = (title: string, context: unknown, schemaName = 'note.v1'): Extraction =>
    extractor.extract({ title, context, schemaName, sensitivity: 'pii' })
  return [
    read('Call', { note: text }),
    read('Call', { other: `We wrote down that ${text} in the office.` }),
    read('Call', { code: text }, 'code.snippet.v1'),
    read(text, {}),
    read('Call about Jane Doe', [text]),
  ]
}

const found = (text: string): string =>
  JSON.stringify(readings(text).map(({ entities, keywords }) => [entities, keywords])).toLowerCase()

describe('of personal content no phone number comes out', () => {
  it.each([
    '+1 555 010 9999',
    '(555) 010-9999',
    '555.010.9999',
    '+49 30 901820',
    '030/901820-15',
    '00 33 1 23 45 67 89',
    '+81-3-1234-5678',
    'tel:+15550109999',
    '+1-555-010-9999x123',
    '1-800-FLOWERS',
    '+91 98765 43210',
    '+39.06.6982',
  ])('%s', (text) => {
    expect(found(text)).not.toMatch(/\d{3}|flowers/)
  })
})

describe('of personal content no name, address or mention comes out, nor a part of one', () => {
  it.each([
    'Jane Doe called',
    'jane doe called',
    'JANE DOE called',
    "Jane Doe's invoice",
    'mr. doe asked',
    'Dr. Jane Doe-Smith asked',
    'Doe, Jane',
    'J. Doe asked',
    'Hi Jane!',
    'Regards,\nJane Doe',
    '## Call with jane doe',
    'customer: jane doe',
    'jane_doe',
    'janeDoe',
    'jane-doe',
    'JANE_DOE',
    'jane/doe',
    'jane…doe',
    'users/jane/notes.md',
    'C:\\Users\\jane\\doc.txt',
    'https://example.com/users/jane-doe',
    'https://jane-doe.example.com/start',
    'https://github.com/janedoe',
    'jane.doe@example.com',
    'Jane <jane@example.com>',
    '@jane_doe said',
    '#JaneDoe',
    'user.jane.v1',
    'report-jane-2024.pdf',
    '`jane_doe`',
    '```\nconst janeDoe = load("jane@example.com")\n```',
    '[Jane Doe](https://example.com/jane)',
    '**Jane** Doe',
    '{"name": "jane doe"}',
    'Müller called',
    "O'Brien called",
    'Priya Patel asked',
  ])('%s', (text) => {
    expect(found(text)).not.toMatch(/jane|doe|smith|müller|brien|priya|patel/)
  })
})

it('a name under a key of its own is kept out wherever else it stands', () => {
  const { entities, keywords } = extractor.extract({
    title: 'Visit',
    sensitivity: 'pii',
    context: {
      notes: 'baker wants a windmill',
      customer: { last_name: 'Baker', email: 'mason@example.com' },
    },
  })
  expect(JSON.stringify([entities, keywords])).not.toMatch(/baker|mason/i)
  expect(keywords).toContain('windmill')
})

it('parts and base forms of the words of a name are kept out', () => {
  const { keywords } = extractor.extract({
    title: 'Visit',
    sensitivity: 'pii',
    context: [
      'We met Zoltan Baker-Mason and Rose Hill there.',
      'The baker went up a hill, past the windmill.',
    ],
  })
  expect(keywords.filter((keyword) => /baker|mason|ris|ros|hill/.test(keyword))).toEqual([])
  expect(keywords).toContain('windmill')
})

it('what names nobody stays', () => {
  const { keywords } = extractor.extract({
    title: 'Invoice',
    sensitivity: 'pii',
    context: { note: 'The deployment of the database failed; please send an agent.' },
  })
  expect(keywords).toEqual(expect.arrayContaining(['agent', 'database', 'deployment', 'invoice']))
})

it.each([
  ['a title', 'Notes on Autumn Brook', {}],
  ['a heading', 'Call', { note: '## Call With Autumn Brook\n\nIt was paid.' }],
  ['a list', 'Call', { note: 'We were:\n\n- Autumn Brook\n* Rich Stone\n1. Penny Lane' }],
  ['a list in JSON', 'Call', { list: ['Autumn Brook', 'Rich Stone'] }],
  ['a table', 'Call', { note: '| Who | Paid |\n|---|---|\n| Autumn Brook | yes |' }],
  ['capitals', 'REFUND FOR AUTUMN BROOK', {}],
])('names made of ordinary words are kept out in %s', (_place, title, context) => {
  const { entities, keywords } = extractor.extract({ title, context, sensitivity: 'pii' })
  expect(JSON.stringify([entities, keywords])).not.toMatch(/autumn|brook|rich|stone|penny|lane/i)
})

it('a title in capitals keeps what names nobody', () => {
  const { keywords } = extractor.extract({
    title: 'Refund Policy Update for Autumn Brook',
    sensitivity: 'pii',
    context: {},
  })
  expect(keywords).toEqual(expect.arrayContaining(['refund', 'policy']))
})
