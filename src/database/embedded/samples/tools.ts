import type { Sample } from './sample.ts'

/** Tools with their source code, as agents call them. */
export const TOOLS: readonly Sample[] = [
  tool(
    'fetch-weather',
    'Fetches the forecast for a place from the open weather service',
    `
export async function execute({ city, days = 3 }: { city: string; days?: number }) {
  const url = new URL('https://weather.example.com/v1/forecast')
  url.searchParams.set('city', city)
  url.searchParams.set('days', String(days))
  const response = await fetch(url, { signal: AbortSignal.timeout(5_000) })
  if (!response.ok) throw new Error(\`forecast service answered \${response.status}\`)
  const { daily } = await response.json()
  return daily.map(({ date, temperatureMax, rainProbability }) => ({ date, temperatureMax, rainProbability }))
}`,
    {
      city: { type: 'string', description: 'Name of the city' },
      days: { type: 'integer', minimum: 1, maximum: 14 },
    },
  ),
  tool(
    'csv-to-json',
    'Turns comma-separated values into an array of objects',
    `
export function execute({ csv, separator = ',' }: { csv: string; separator?: string }) {
  const [header, ...lines] = csv.trim().split(/\\r?\\n/)
  const names = header.split(separator).map((name) => name.trim())
  // Quoted fields are split by a tiny state machine; a regular expression gets escaped quotes wrong.
  const parseLine = (line: string) => {
    const fields: string[] = []
    let field = '', quoted = false
    for (const character of line) {
      if (character === '"') quoted = !quoted
      else if (character === separator && !quoted) { fields.push(field); field = '' }
      else field += character
    }
    return [...fields, field]
  }
  return lines.map((line) => Object.fromEntries(parseLine(line).map((value, index) => [names[index], value])))
}`,
    { csv: { type: 'string' }, separator: { type: 'string', maxLength: 1 } },
  ),
  tool(
    'breadcrumb-search',
    'Searches breadcrumbs by meaning and keywords and returns the best matches',
    `
export async function execute({ query, limit = 5 }: SearchInput, context: ToolContext) {
  const [embedding, keywords] = await Promise.all([
    context.embed(query),
    context.extractKeywords(query),
  ])
  const matches = await context.database.hybridSearch({ embedding, keywords, limit })
  return matches.map(({ id, title, score }) => ({ id, title, score: Number(score.toFixed(3)) }))
}`,
    { query: { type: 'string' }, limit: { type: 'integer', default: 5 } },
  ),
  tool(
    'calendar-create-event',
    'Creates an event in the team calendar and invites the participants',
    `
interface CalendarEvent { title: string; startsAt: string; minutes: number; participants: string[] }

export async function execute(event: CalendarEvent, { secrets, http }: ToolContext) {
  const token = await secrets.get('CALENDAR_TOKEN')
  const conflicts = await http.get('/calendar/conflicts', { query: { at: event.startsAt }, token })
  if (conflicts.length > 0) return { created: false, conflicts }
  const { eventId } = await http.post('/calendar/events', { body: event, token })
  return { created: true, eventId }
}`,
    { title: { type: 'string' }, startsAt: { type: 'string', format: 'date-time' } },
  ),
  tool(
    'image-resize',
    'Scales pictures to a maximum width and strips their metadata',
    `
use image::{imageops::FilterType, ImageFormat};

pub fn resize(bytes: &[u8], max_width: u32) -> Result<Vec<u8>, image::ImageError> {
    let picture = image::load_from_memory(bytes)?;
    let scaled = if picture.width() > max_width {
        let height = picture.height() * max_width / picture.width();
        picture.resize(max_width, height, FilterType::Lanczos3)
    } else {
        picture
    };
    let mut output = std::io::Cursor::new(Vec::new());
    scaled.write_to(&mut output, ImageFormat::WebP)?;
    Ok(output.into_inner())
}`,
    { max_width: { type: 'integer' } },
    'rust',
  ),
  tool(
    'postgres-explain',
    'Runs EXPLAIN ANALYZE in a read-only transaction and summarises the plan',
    `
async def execute(sql: str, pool: asyncpg.Pool) -> dict:
    """Returns the slowest nodes of the plan; the statement is rolled back whatever it does."""
    async with pool.acquire() as connection:
        transaction = connection.transaction(readonly=True)
        await transaction.start()
        try:
            rows = await connection.fetch(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}")
        finally:
            await transaction.rollback()
    plan = json.loads(rows[0]["QUERY PLAN"])[0]["Plan"]
    nodes = sorted(walk(plan), key=lambda node: node["Actual Total Time"], reverse=True)
    return {"total_ms": plan["Actual Total Time"], "slowest": nodes[:5]}`,
    { sql: { type: 'string' } },
    'python',
  ),
  {
    ...tool(
      'slack-notify',
      'Posts a message to a channel, at most one a minute for each topic',
      `
const lastSent = new Map<string, number>()
const MINIMUM_INTERVAL_MS = 60_000

export async function execute({ channel, topic, text }, { http, clock }) {
  const previous = lastSent.get(topic) ?? Number.NEGATIVE_INFINITY
  if (clock.now() - previous < MINIMUM_INTERVAL_MS) return { sent: false, reason: 'rate limited' }
  await http.post('https://chat.example.com/api/post', { json: { channel, text } })
  lastSent.set(topic, clock.now())
  return { sent: true }
}`,
      { channel: { type: 'string' }, topic: { type: 'string' }, text: { type: 'string' } },
    ),
    waiting: true,
  },
]

function tool(
  name: string,
  description: string,
  source: string,
  properties: object,
  language = 'typescript',
): Sample {
  return {
    schema: 'tool.code.v1',
    title: `Tool: ${name}`,
    description,
    context: {
      name,
      description,
      code: { language, source: source.trim() },
      input_schema: { type: 'object', properties },
      permissions: { network: source.includes('http'), filesystem: false },
      limits: { timeout_ms: 30_000, memory_mb: 128 },
    },
    tags: ['tool', `tool:${name}`, 'workspace:tools'],
  }
}
