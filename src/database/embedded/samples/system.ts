import { createHash } from 'node:crypto'
import type { Sample } from './sample.ts'

const BLOB_BYTES = 150_000

/** Records of the system itself, and breadcrumbs in which there is little or nothing to find. */
export const SYSTEM: readonly Sample[] = [
  {
    schema: 'ui.layout.v1',
    title: 'Dashboard layout',
    tags: ['ui', 'workspace:dashboard'],
    waiting: true,
    context: {
      grid: { columns: 12, gap: '8px' },
      panels: [
        { id: 'p1', component: 'BreadcrumbList', color: '#1e88e5', title: 'Recent breadcrumbs' },
        { id: 'p2', component: 'AgentStatus', color: 'rgba(12,160,90,0.4)', title: 'Agents at work' },
      ],
    },
  },
  {
    schema: 'ui.theme.v1',
    title: 'Dark theme',
    tags: ['ui', 'theme'],
    waiting: true,
    context: {
      colors: { background: '#101418', accent: '#ffb300', text: '#eceff1' },
      font: 'Inter, sans-serif',
      radius: '6px',
    },
  },
  {
    schema: 'system.config.v1',
    title: 'Context builder configuration',
    description: 'How many breadcrumbs an agent is given, and how they are chosen',
    tags: ['config', 'workspace:system'],
    context: {
      consumer: 'default-chat',
      sources: [
        { schema_name: 'user.message.v1', method: 'recent', limit: 20 },
        { schema_name: 'knowledge.v1', method: 'hybrid', nn: 5 },
      ],
      limits: { max_tokens: 12000 },
      formatting: { deduplicate: true, include_metadata: false },
    },
  },
  {
    schema: 'system.health.v1',
    title: 'Health of the embedding service',
    tags: ['system', 'health'],
    context: {
      service: 'embedding-onnx',
      status: 'degraded',
      checks: {
        queue: 'The queue holds 412 texts, the oldest for 95 seconds',
        model: 'loaded',
        memory: '1.2 GiB of 2 GiB',
      },
      restarted: false,
    },
  },
  {
    schema: 'system.startup.v1',
    title: 'Tools runner started',
    tags: ['system', 'workspace:tools'],
    waiting: true,
    context: { runner: 'tools-runner', deno: '2.1.4', tools: 7, pid: 1 },
  },
  {
    schema: 'system.metric.v1',
    title: '17',
    tags: ['metric'],
    context: { v: [1, 2, 3, 5, 8, 13], t: 1763900000 },
  },
  { schema: null, title: '👍', tags: [], context: {} },
  {
    schema: 'user.message.v1',
    title: '…',
    tags: ['session:search-quality'],
    context: { role: '', content: '🎉🎉🎉' },
  },
  { schema: null, title: '42', tags: [], context: null },
  {
    schema: null,
    title: '-',
    tags: ['import'],
    context: ['2f1c9a52-6f0e-4d59-9a57-0c8a5f0f6e11', '9b8d2a30-11aa-4a77-8a0e-5d6f6d1a2b3c', 1763900000],
  },
  {
    schema: 'browser.screenshot.v1',
    title: 'Screenshot of the release calendar',
    description: 'Taken when the billing-gateway upgrade was scheduled',
    tags: ['browser:screenshot', 'workspace:browser'],
    context: {
      mime: 'image/png',
      width: 1440,
      height: 900,
      alt: 'Calendar of November with the upgrade on Tuesday morning',
      data: base64Blob(),
    },
  },
]

/** 200,000 characters that look like a compressed picture; made rather than stored, always the same. */
function base64Blob(): string {
  const blocks = Array.from({ length: BLOB_BYTES / 30 }, (_, index) =>
    createHash('sha256').update(`screenshot ${index}`).digest().subarray(0, 30),
  )
  return Buffer.concat(blocks).toString('base64')
}
