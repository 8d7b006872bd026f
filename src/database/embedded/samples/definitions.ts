import type { Sample } from './sample.ts'

/** Agents and schemas, as their authors declare them. */
export const DEFINITIONS: readonly Sample[] = [
  agent(
    'search-analyst',
    'Explains why a search returned what it did',
    'You explain rankings to people who are not engineers. Look at the similarity, the matched keywords and the age of each result. Quote the sentence that matched. When the knowledge base lacks an article, say so instead of guessing, and propose a title for the missing one.',
    ['breadcrumb-search', 'postgres-explain'],
  ),
  agent(
    'release-manager',
    'Plans and announces releases',
    'You keep the release calendar. Before you schedule anything, check for freezes, public holidays in Poland and Portugal, and other releases of the same team. Always describe the rollback. Never deploy on a Friday afternoon unless an incident commander asks for it.',
    ['calendar-create-event', 'slack-notify'],
  ),
  agent(
    'data-engineer',
    'Looks after the warehouse',
    'You know dbt, Airflow and Snowflake. Measure before you advise: fetch the query profile, name the model and the number of bytes scanned, and estimate the saving in hours and in money.',
    ['postgres-explain', 'csv-to-json'],
  ),
  {
    ...agent(
      'irrigation-planner',
      'Waters the greenhouse',
      'You read soil moisture, humidity and the weather forecast and decide when the valves open. Prefer the early morning. Never water when the pump reports an error.',
      ['fetch-weather'],
    ),
    tenant: 'other',
  },
  schema('user.message.v1', 'What a person says in a chat', {
    role: { const: 'user' },
    content: { type: 'string', description: 'The message as the person typed it' },
    attachments: { type: 'array', description: 'Files that came with the message' },
  }),
  schema('tool.response.v1', 'The outcome of one tool call', {
    tool: { type: 'string', description: 'Name of the tool in the catalog' },
    status: { enum: ['success', 'error', 'timeout'] },
    output: { description: 'Whatever the tool returned' },
    duration_ms: { type: 'integer', description: 'Wall time including retries' },
  }),
  schema('sensor.reading.v1', 'A measurement taken by a device in the field', {
    device: { type: 'string', description: 'Serial number on the housing' },
    quantity: { enum: ['temperature', 'humidity', 'soil_moisture'] },
    value: { type: 'number' },
    calibrated_at: {
      type: 'string',
      format: 'date',
      description: 'Readings older than a year since calibration are not trusted',
    },
  }),
]

function agent(name: string, description: string, prompt: string, tools: readonly string[]): Sample {
  return {
    schema: 'agent.def.v1',
    title: `Agent: ${name}`,
    description,
    context: {
      agent_id: name,
      description,
      system_prompt: prompt,
      model: 'example-large',
      temperature: 0.3,
      capabilities: { can_create_breadcrumbs: true, can_update_own: true, can_spawn_agents: false, tools },
      subscriptions: {
        selectors: [{ schema_name: 'user.message.v1', any_tags: [`agent:${name}`], role: 'trigger' }],
      },
    },
    tags: ['agent:def', `agent:${name}`, 'workspace:agents'],
  }
}

function schema(name: string, description: string, properties: object): Sample {
  return {
    schema: 'schema.def.v1',
    title: `Schema definition: ${name}`,
    description,
    context: {
      defines_schema: name,
      definition: {
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        type: 'object',
        description,
        properties,
      },
      llm_hints: { mode: 'replace', transform: { summary: { type: 'template', template: '{{content}}' } } },
    },
    tags: ['schema:def', `defines:${name}`],
    visibility: 'public',
  }
}
