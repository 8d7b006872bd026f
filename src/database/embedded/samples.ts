import { createHash } from 'node:crypto'
import type { Seed } from './open-database.ts'
import { DEFINITIONS } from './samples/definitions.ts'
import { KNOWLEDGE } from './samples/knowledge.ts'
import { MORE_KNOWLEDGE } from './samples/knowledge-operations.ts'
import { MESSAGES } from './samples/messages.ts'
import { NOTES } from './samples/notes.ts'
import { RESULTS } from './samples/results.ts'
import type { Sample } from './samples/sample.ts'
import { SENSITIVE } from './samples/sensitive.ts'
import { SYSTEM } from './samples/system.ts'
import { TOOLS } from './samples/tools.ts'

/** Breadcrumbs for trying the tool out, such as agents leave behind in a few weeks of work. */
const SAMPLES: readonly Sample[] = [
  ...MESSAGES,
  ...KNOWLEDGE,
  ...MORE_KNOWLEDGE,
  ...TOOLS,
  ...DEFINITIONS,
  ...NOTES,
  ...RESULTS,
  ...SENSITIVE,
  ...SYSTEM,
]

/** RCRT's default tenant, and another one. */
const TENANTS = {
  main: '00000000-0000-0000-0000-000000000001',
  other: '00000000-0000-0000-0000-000000000002',
} as const
const AGENT_ID = '00000000-0000-0000-0000-0000000000aa'
const DIMENSIONS = 384
const HOURS_COVERED = 24 * 28

/** Puts the samples into a new database; their dates are spread over the last four weeks. */
export const seedSamples: Seed = async (database) => {
  await database.query("INSERT INTO tenants (id, name) VALUES ($1, 'Main'), ($2, 'Other')", [
    TENANTS.main,
    TENANTS.other,
  ])
  await database.query("INSERT INTO agents (id, owner_id, agent_key) VALUES ($1, $2, 'default-chat')", [
    AGENT_ID,
    TENANTS.main,
  ])
  const now = Date.now()
  for (const [index, sample] of SAMPLES.entries()) {
    await database.query(INSERT, parameters(sample, index, now))
  }
  return SAMPLES.length
}

const INSERT = `
  INSERT INTO breadcrumbs (id, owner_id, title, description, semantic_version, context, tags, schema_name,
    visibility, sensitivity, version, checksum, created_at, updated_at, created_by, size_bytes, embedding)
  VALUES ($1, $2, $3, $4, '1.0.0', $5::jsonb, $6, $7, $8::visibility, $9::sensitivity, 1, $10, $11, $11, $12,
    $13, $14::vector)`

function parameters(sample: Sample, index: number, now: number): unknown[] {
  const context = JSON.stringify(sample.context)
  const id = sampleId(index, sample.title)
  const isMain = (sample.tenant ?? 'main') === 'main'
  return [
    id,
    TENANTS[sample.tenant ?? 'main'],
    sample.title,
    sample.description ?? null,
    context,
    sample.tags,
    sample.schema,
    sample.visibility ?? 'team',
    sample.sensitivity ?? 'low',
    createHash('sha256').update(context).digest('hex'),
    createdAt(index, now).toISOString(),
    isMain ? AGENT_ID : null,
    Buffer.byteLength(context),
    sample.waiting ? null : `[${embedding(id).join(',')}]`,
  ]
}

/** A version 4 uuid that is the same wherever the samples are put in. */
function sampleId(index: number, title: string): string {
  const hash = createHash('sha256').update(`rcrt-entities sample ${index} ${title}`).digest('hex')
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`
}

/** Steps of a prime number of hours, so that neighbours in the list are not neighbours in time. */
function createdAt(index: number, now: number): Date {
  return new Date(now - (((index * 211) % HOURS_COVERED) + 1) * 3_600_000)
}

/** A unit vector in a direction that depends on the id alone. */
function embedding(id: string): number[] {
  const numbers = Array.from({ length: DIMENSIONS }, (_, index) => {
    const hash = createHash('sha256').update(`${id} ${index}`).digest()
    return hash.readUInt32BE(0) / 0xffffffff - 0.5
  })
  const length = Math.sqrt(numbers.reduce((sum, number) => sum + number ** 2, 0))
  return numbers.map((number) => Number((number / length).toFixed(6)))
}
