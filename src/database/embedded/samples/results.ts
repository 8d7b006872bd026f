import type { Sample } from './sample.ts'

/** What tools, workflows, the browser extension and code reviews leave behind. */
export const RESULTS: readonly Sample[] = [
  toolResponse('fetch-weather', {
    city: 'Bergen',
    daily: [
      {
        date: '2026-11-20',
        temperatureMax: 6.5,
        rainProbability: 0.9,
        summary: 'Heavy rain in the afternoon, wind from the south-west',
      },
      { date: '2026-11-21', temperatureMax: 4.1, rainProbability: 0.4, summary: 'Showers, clearing later' },
    ],
  }),
  toolResponse('breadcrumb-search', {
    query: 'vector index recall',
    matches: [
      { title: 'Choosing a vector index in PostgreSQL', score: 0.861 },
      { title: 'How hybrid search ranks breadcrumbs', score: 0.702 },
    ],
  }),
  toolResponse('postgres-explain', {
    total_ms: 1834.2,
    slowest: [
      {
        'Node Type': 'Seq Scan',
        'Relation Name': 'shipments',
        note: 'No index covers carrier_id; 4.1 million rows were filtered out.',
      },
      { 'Node Type': 'Sort', note: 'External merge on disk, 212 MB: raise work_mem or sort less.' },
    ],
  }),
  toolResponse(
    'slack-notify',
    {
      sent: false,
      reason:
        'The channel #release-notes was archived by its owner; choose another channel or ask an administrator.',
    },
    'error',
  ),
  {
    schema: 'workflow.result.v1',
    title: 'Workflow result: nightly catalog import',
    tags: ['workflow:catalog-import', 'workspace:workflows'],
    context: {
      workflow: 'catalog-import',
      status: 'completed_with_warnings',
      steps: [
        {
          name: 'download',
          status: 'ok',
          duration_ms: 5123,
          message: 'Fetched 14 files from the supplier portal',
        },
        {
          name: 'validate',
          status: 'warning',
          duration_ms: 880,
          message: 'Three articles have no weight; the shipping estimate falls back on the category average',
          affected: ['KB-4471', 'KB-4472', 'KX-0098'],
        },
        {
          name: 'publish',
          status: 'ok',
          duration_ms: 2290,
          message: 'Published 8,211 articles to the search index',
        },
      ],
    },
  },
  {
    schema: 'workflow.result.v1',
    title: 'Workflow result: invoice run October',
    tags: ['workflow:invoice-run', 'workspace:workflows'],
    context: {
      workflow: 'invoice-run',
      status: 'failed',
      error: {
        step: 'render',
        type: 'TemplateError',
        message: 'The placeholder customer.vatNumber is missing for two customers in Portugal',
        retryable: false,
      },
      totals: { invoices: 312, amount: 'EUR 184,220.50' },
    },
  },
  {
    schema: 'workflow.result.v1',
    title: 'Workflow result: translate the help centre into Polish',
    tags: ['workflow:translate', 'workspace:workflows'],
    waiting: true,
    context: {
      workflow: 'translate',
      status: 'completed',
      output: {
        language: 'pl',
        articles: 46,
        reviewer: 'Marta Kowalczyk',
        remark:
          'Terms of the glossary were kept in English where no established translation exists: embedding, webhook, breadcrumb.',
      },
    },
  },
  snippet(
    'Debounce with cancellation',
    'typescript',
    'export function debounce<Args extends unknown[]>(work: (...args: Args) => void, waitMs: number) {\n  let timer: NodeJS.Timeout | undefined\n  const debounced = (...args: Args) => {\n    clearTimeout(timer)\n    timer = setTimeout(() => work(...args), waitMs)\n  }\n  debounced.cancel = () => clearTimeout(timer)\n  return debounced\n}',
    'Collects bursts of keystrokes in the search box into one request.',
  ),
  snippet(
    'Bounded channel between two Tokio tasks',
    'rust',
    'let (sender, mut receiver) = tokio::sync::mpsc::channel::<Event>(1_000);\ntokio::spawn(async move {\n    while let Some(event) = receiver.recv().await {\n        store.append(&event).await.expect("append");\n    }\n});\nsender.send(Event::heartbeat()).await?;',
    'The bound gives back-pressure: a slow store slows the producer down instead of filling the memory.',
  ),
  snippet(
    'Delete expired rows in small batches',
    'sql',
    "WITH expired AS (\n  SELECT id FROM sessions WHERE expires_at < now() - interval '1 day'\n  ORDER BY expires_at LIMIT 5000 FOR UPDATE SKIP LOCKED\n)\nDELETE FROM sessions USING expired WHERE sessions.id = expired.id;",
    'Repeat until it deletes nothing. Autovacuum keeps up because no transaction is long.',
  ),
  page(
    'https://www.postgresql.example.org/docs/current/sql-createindex.html?utm_source=mail',
    'CREATE INDEX',
    'CREATE INDEX constructs an index on the named columns. With CONCURRENTLY the table stays writable while the index is built; the build waits for old transactions and leaves an invalid index behind when it fails, which has to be dropped before another attempt.',
    ['Parameters', 'Storage options', 'Building indexes concurrently', 'Examples'],
  ),
  page(
    'https://status.northwind.example.com/incidents/7713',
    'Incident 7713: delayed label printing',
    'Between 10:12 and 11:47 UTC labels were printed up to forty minutes late at the hubs in Rotterdam and Gdańsk. A certificate of the print gateway had expired. It was renewed, and monitoring now warns thirty days ahead.',
    ['Timeline', 'Impact', 'Root cause', 'Follow-up'],
  ),
  page(
    'https://conference.example.com/2026/talks/agents-in-the-warehouse',
    'Agents in the warehouse: what two years taught us',
    'Talk by Lucía Herrera and Kenji Watanabe on using language-model agents in logistics. They show how parcel exceptions are triaged, why a human approves refunds above 200 EUR, and which evaluation caught a regression before customers did.',
    ['Abstract', 'Speakers', 'Slides'],
  ),
  {
    ...page(
      'https://garden.example.net/tomatoes/blossom-end-rot',
      'Blossom end rot in tomatoes',
      'Dark, sunken spots at the end of the fruit point to a lack of calcium, usually caused by uneven watering rather than by the soil. Water regularly, mulch, and remove affected fruit.',
      ['Symptoms', 'Causes', 'Treatment'],
    ),
    tenant: 'other',
  },
]

function toolResponse(tool: string, output: object, status = 'success'): Sample {
  return {
    schema: 'tool.response.v1',
    title: `Tool response: ${tool}`,
    context: { request_id: 'req-8f14e45f-ea2e', tool, status, output, duration_ms: 412 },
    tags: ['tool:response', `tool:${tool}`, 'workspace:tools'],
  }
}

function snippet(title: string, language: string, code: string, explanation: string): Sample {
  return {
    schema: 'code.snippet.v1',
    title,
    context: { language, code, explanation },
    tags: ['code', `lang:${language}`],
  }
}

function page(url: string, title: string, text: string, headings: readonly string[]): Sample {
  return {
    schema: 'browser.page.context.v1',
    title: `Page: ${title}`,
    context: {
      url,
      title,
      dom: {
        headings: headings.map((heading, index) => ({ level: index === 0 ? 1 : 2, text: heading })),
        interactive: 14,
        lang: 'en',
      },
      content: { mainText: text, wordCount: text.split(' ').length },
      viewport: { width: 1440, height: 900 },
      timestamp: '2026-11-18T09:24:51.312Z',
    },
    tags: ['browser:context', 'workspace:browser'],
  }
}
