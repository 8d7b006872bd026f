import type { Sample } from './sample.ts'

const MINUTES = `# Architecture meeting, second week of November

## Decisions

- **Keep** PostgreSQL as the only source of truth; NATS carries hints.
- Move the [embedding service](https://docs.example.com/embeddings) to ONNX Runtime. Amara Okafor will measure the latency on ARM machines.
- The frontend drops support for Safari 15.

## Open questions

1. Who owns the token rotation for the greenhouse tenant?
2. Does \`catalog-sync\` need its own database role? Tomás says yes; we look at the audit log first.

\`\`\`bash
kubectl -n rcrt rollout status deployment/context-builder --timeout=90s
\`\`\`
`

/** Notes and documents, in Markdown and in plain prose. */
export const NOTES: readonly Sample[] = [
  note('Architecture meeting', MINUTES, ['meeting', 'team:platform']),
  note(
    'Ideas for the onboarding dashboard',
    'Show new colleagues three things only: the agents they may talk to, the last five workflows that failed, and a search box. Everything else can wait until the second week. Sofia Lindqvist offered to draw a prototype in Figma by Thursday.',
    ['dashboard', 'idea'],
  ),
  note(
    'Why the import of 3 November failed',
    'The partner sent Windows-1252 instead of UTF-8, so "Zürich" arrived as two broken characters and the JSON parser stopped in line 88,214. We now detect the encoding, convert, and keep the original file for ninety days. Open: tell Helvetic Freight AG.',
    ['incident', 'import'],
  ),
  note(
    'Reading list',
    '- "Designing Data-Intensive Applications" by Martin Kleppmann\n- The paper on HNSW graphs by Malkov and Yashunin\n- RFC 9457, problem details for HTTP APIs\n- The chapter on vacuum in the PostgreSQL manual',
    ['reading'],
  ),
  note(
    'Half-finished thought about retries',
    'Retry budgets instead of retry counts? A client that may spend ten percent of its requests on retries cannot triple the load of a failing server. See how the service mesh does it; compare with exponential backoff and full jitter.',
    ['idea', 'reliability'],
    true,
  ),
  note('用户反馈', '搜索结果现在更好了,但是知识库里的文章标题太长。建议在仪表板上只显示前二十个字。', [
    'feedback',
    'lang:zh',
  ]),
  {
    schema: 'document.v1',
    title: 'Service level objectives of the public API',
    description: 'Targets, error budgets and what happens when a budget is spent',
    tags: ['document', 'sre'],
    context: {
      format: 'markdown',
      content:
        'The public API promises an availability of 99.9 percent over thirty days, measured at the load balancer. Reads answer within 250 ms and writes within 600 ms at the 95th percentile. The error budget is therefore forty-three minutes a month.\n\nWhen half of the budget is spent within a week, releases need the consent of the engineer on call. When all of it is spent, only fixes are released until the window has recovered. Planned maintenance counts: customers do not care whether an outage was planned.\n\nExceptions are decided by Daniela Ferreira and recorded together with their reason.',
      metadata: { owner: 'platform', reviewed: '2026-10-02', pages: 4 },
    },
  },
  {
    schema: 'document.v1',
    title: 'Contract summary: Helvetic Freight AG',
    tags: ['document', 'customer:helvetic-freight'],
    visibility: 'private',
    context: {
      format: 'plain',
      content:
        'The contract runs from 1 January 2026 for twenty-four months. Helvetic Freight pays CHF 4,200 a month for up to two million events; further events cost CHF 0.8 per thousand. Support covers weekdays from 08:00 to 18:00 in Zurich. Data stays in Switzerland and is deleted thirty days after termination. Either side may end the contract with a notice of three months.',
      parties: [
        { name: 'Helvetic Freight AG', seat: 'Winterthur' },
        { name: 'Fjordline Software AS', seat: 'Bergen' },
      ],
    },
  },
  {
    schema: 'document.v1',
    title: 'Seed inventory of the greenhouse',
    tags: ['document', 'greenhouse'],
    tenant: 'other',
    context: {
      content:
        'Tomato "Roma", 14 packets, germination 92 percent. Basil "Genovese", 6 packets. Chili "Jalapeño", 3 packets, order more before February.',
      shelves: [{ id: 'A3', temperature: '8 °C' }],
    },
  },
]

function note(title: string, content: string, tags: readonly string[], waiting = false): Sample {
  return { schema: 'note.v1', title, context: { content, pinned: false }, tags: ['note', ...tags], waiting }
}
