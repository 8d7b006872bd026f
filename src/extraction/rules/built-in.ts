import type { PathRule, SchemaRule } from './schema-rules.ts'

const weighed = (weight: number, ...paths: string[]): PathRule[] => paths.map((path) => ({ path, weight }))
const code = (...paths: string[]): PathRule[] => paths.map((path) => ({ path, kind: 'code' }))
const keyword = (weight: number, ...paths: string[]): PathRule[] =>
  paths.map((path) => ({ path, kind: 'keyword', weight }))
const ignored = (...paths: string[]): PathRule[] => paths.map((path) => ({ path, kind: 'ignore' }))

/**
 * How RCRT's schemas are read: which strings say what a breadcrumb is about, which are code, and which are ids
 * or settings of machines. The first rule that matches a path decides; the last entry is for every schema.
 */
export const BUILT_IN_SCHEMA_RULES: readonly SchemaRule[] = [
  {
    schema: 'user.message.v1',
    paths: [
      ...weighed(2, 'context.content', 'context.message', 'context.text'),
      ...ignored('context.session*', 'context.ui_*'),
    ],
  },
  {
    schema: 'agent.response.v1',
    paths: [
      ...weighed(2, 'context.message', 'context.content', 'context.response'),
      ...ignored(
        'context.model',
        'context.creator.**',
        'context.trigger_*',
        'context.response_to',
        'context.finish_reason',
      ),
    ],
  },
  {
    schema: 'knowledge.v1',
    paths: [
      ...code('context.**.code', 'context.**.snippet', 'context.**.example_code'),
      ...weighed(
        2,
        'context.summary',
        'context.**.title',
        'context.**.heading',
        'context.topic',
        'context.topics',
        'context.keywords',
      ),
      ...weighed(1.5, 'context.content', 'context.sections.**'),
    ],
  },
  {
    schema: 'note.v1',
    paths: [
      ...weighed(2, 'context.content', 'context.note', 'context.text'),
      ...ignored('context.source_id'),
    ],
  },
  {
    schema: 'document.v1',
    paths: [
      ...weighed(2, 'context.**.title', 'context.**.heading', 'context.abstract'),
      ...weighed(1.5, 'context.body', 'context.text', 'context.pages.**', 'context.sections.**'),
      ...ignored('context.file.mime*', 'context.encoding'),
    ],
  },
  {
    schema: 'tool.code.v1',
    paths: [
      ...weighed(2.5, 'context.name', 'context.tool_name'),
      ...weighed(2, 'context.description'),
      ...code('context.code', 'context.code.source', 'context.source', 'context.source_code'),
      ...weighed(1.2, 'context.input_schema.**.description', 'context.output_schema.**.description'),
      ...ignored('context.**.type', 'context.permissions.**', 'context.limits.**'),
      ...keyword(2, 'context.code.language'),
    ],
  },
  {
    schema: 'tool.response.v1',
    paths: [
      ...weighed(2, 'context.tool', 'context.tool_name', 'context.error', 'context.error.message'),
      ...code('context.stack', 'context.error.stack', 'context.stdout', 'context.stderr', 'context.logs.**'),
      ...ignored('context.request_id', 'context.status', 'context.**.type'),
    ],
  },
  {
    schema: 'agent.def.v1',
    paths: [
      ...weighed(2.5, 'context.agent_name', 'context.agent_id', 'context.name'),
      ...weighed(2, 'context.role', 'context.purpose', 'context.system_prompt', 'context.instructions'),
      ...weighed(1.2, 'context.capabilities.**', 'context.tools.**'),
      ...ignored('context.model', 'context.llm_config.**', 'context.llm_config_id', 'context.temperature'),
    ],
  },
  {
    schema: 'schema.def.v1',
    paths: [
      ...weighed(2.5, 'context.schema_name', 'context.defines'),
      ...weighed(1.5, 'context.**.description'),
      ...code('context.**.example', 'context.**.examples.**', 'context.**.pattern', 'context.**.enum'),
      ...ignored('context.**.type', 'context.**.format', 'context.**.$schema', 'context.**.$ref'),
    ],
  },
  {
    schema: 'browser.page.context.v1',
    paths: [
      ...ignored(
        'context.**.selector',
        'context.**.xpath',
        'context.**.class',
        'context.**.className',
        'context.**.style',
        'context.**.html',
        'context.**.role',
        'context.**.tag',
        'context.**.tagName',
        'context.favicon*',
        'context.viewport.**',
      ),
      ...weighed(2.5, 'context.page.title', 'context.title'),
      ...weighed(
        2,
        'context.**.headings.**',
        'context.meta.description',
        'context.page.description',
        'context.selection.**',
      ),
      ...code('context.url', 'context.page.url', 'context.domain', 'context.page.domain'),
      ...weighed(
        0.3,
        'context.**.links.**',
        'context.**.nav.**',
        'context.**.navigation.**',
        'context.**.footer.**',
      ),
    ],
  },
  {
    schema: 'code.snippet.v1',
    paths: [
      ...weighed(2, 'context.explanation', 'context.purpose'),
      ...code(
        'context.code',
        'context.source',
        'context.snippet',
        'context.content',
        'context.file',
        'context.path',
      ),
    ],
  },
  {
    schema: 'workflow.result.v1',
    paths: [
      ...code('context.**.stack', 'context.**.stdout', 'context.**.stderr'),
      ...ignored('context.**.status', 'context.**.step_id', 'context.workflow_id'),
      ...weighed(2.5, 'context.workflow', 'context.workflow_name', 'context.goal'),
      ...weighed(2, 'context.result', 'context.output', 'context.summary'),
      ...weighed(0.7, 'context.steps.**'),
    ],
  },
  {
    schema: '*',
    paths: [
      ...weighed(3, 'title', 'context.title'),
      ...keyword(3, 'tags'),
      ...weighed(2.5, 'context.name'),
      ...weighed(2, 'description', 'context.description', 'context.summary'),
      ...weighed(1.5, 'context.content', 'context.text', 'context.message'),
      ...code('context.code.source', 'context.source_code'),
      ...['session', 'request', 'trace', 'span', 'correlation', 'conversation'].flatMap((of) =>
        ignored(`context.**.${of}_id`, `context.**.${of}Id`),
      ),
      ...ignored(
        'tags.**',
        'context.**.id',
        'context.**.ids',
        'context.**.uuid',
        'context.**.checksum',
        'context.**.etag',
        'context.**.hash',
        'context.**.signature',
        'context.**.nonce',
        'context.**.cursor',
        'context.**.mime_type',
        'context.**.embedding',
      ),
    ],
  },
]
