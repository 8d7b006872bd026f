import { describe, expect, it } from 'vitest'
import type { BreadcrumbContent } from '../../../src/extraction/breadcrumb.ts'
import { createExtractor } from '../../../src/extraction/extractor.ts'
import type { ExtractionRules } from '../../../src/extraction/rules/schema-rules.ts'

const WALL = 'The windmill stands beside the garden wall. '.repeat(40)
const PASSING = `${WALL}The agents of the miller came by.`
const DOCKER = 'We moved the docker there. '

const keywordsOf = (breadcrumb: Partial<BreadcrumbContent>, rules: ExtractionRules = {}) =>
  createExtractor({ rules }).extract({ title: 'Mill', ...breadcrumb }).keywords

describe('a term of the vocabulary is a keyword of breadcrumbs that are about it', () => {
  it.each<[string, Partial<BreadcrumbContent>]>([
    ['by their title', { title: 'Agents of the mill', context: { content: WALL } }],
    ['by a tag', { tags: ['agent'], context: { content: WALL } }],
    ['by their description', { description: 'How the agents help', context: { content: WALL } }],
    ['by a summary', { context: { content: WALL, summary: 'How the agents help' } }],
    ['by a heading far behind', { context: { content: `${WALL}\n\n# Agents\n\n${WALL}` } }],
    ['by their first words', { context: { content: `The agents came by. ${WALL}` } }],
    ['by how often they speak of it', { context: { content: WALL + 'They ask the agents. '.repeat(12) } }],
  ])('%s', (_, breadcrumb) => {
    expect(keywordsOf(breadcrumb)).toEqual(expect.arrayContaining(['agent', 'agents']))
  })

  it.each<[string, Partial<BreadcrumbContent>]>([
    ['behind the first words', { context: { content: PASSING } }],
    [
      'in the first words of nested strings, where a description says what it is about',
      {
        description: 'How a windmill grinds the grain of the whole valley',
        context: { note: { text: 'The agents came by' }, other: { text: WALL } },
      },
    ],
    [
      'in the imports of code',
      {
        schemaName: 'tool.code.v1',
        context: {
          code: { source: `import { findAgent } from './agent.ts'\n${'turnTheSails(3)\n'.repeat(100)}` },
        },
      },
    ],
  ])('not of those that mention it in passing %s', (_, breadcrumb) => {
    const { keywords, entities } = createExtractor().extract({ title: 'Mill', ...breadcrumb })
    expect(keywords).not.toEqual(expect.arrayContaining([expect.stringMatching(/^agents?$/)]))
    expect(entities.concept).toEqual(['agent', 'agents'])
  })

  it('in paragraphs as in one piece: identifiers far behind do not stand in the opening', () => {
    const paragraphs = `${WALL}\n\n${WALL}\n\nThe agent_runner came by.`
    expect(keywordsOf({ context: { content: paragraphs } })).not.toContain('agent')
  })

  it('the words of its family count, as in RCRT, which finds it inside them', () => {
    expect(keywordsOf({ title: 'Configuration of the scheduler' })).toEqual(
      expect.arrayContaining(['config', 'schedule']),
    )
  })
})

describe('a rules file can say that a mention is enough', () => {
  const vocabulary = { product: { 'Acme Router': ['acme rtr'] } }
  const content = `${WALL}${DOCKER}They use the acme rtr.`

  it('for nothing, when it says nothing', () => {
    const keywords = keywordsOf({ context: { content } }, { vocabulary })
    expect(keywords).not.toContain('docker')
    expect(keywords).not.toContain('acme router')
  })

  it.each(['docker', 'Acme Router'])('for the term %s', (term) => {
    expect(keywordsOf({ context: { content } }, { vocabulary, always: [term] })).toContain(term.toLowerCase())
  })

  it('for breadcrumbs of a schema', () => {
    const rules: ExtractionRules = {
      vocabulary,
      schemas: [{ schema: 'ticket.*', paths: [], terms: 'always' }],
    }
    const ofSchema = (schemaName: string) => keywordsOf({ schemaName, context: { content } }, rules)
    expect(ofSchema('ticket.v1')).toEqual(expect.arrayContaining(['acme router', 'docker']))
    expect(ofSchema('note.v1')).not.toContain('docker')
  })
})
