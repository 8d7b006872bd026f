import type { Sample } from './sample.ts'

const SEARCH = ['session:search-quality', 'workspace:chat']
const DEPLOY = ['session:release-planning', 'workspace:chat']
const DATA = ['session:warehouse', 'workspace:chat']

/** Chats between people and agents. */
export const MESSAGES: readonly Sample[] = [
  question(
    SEARCH,
    'Why does the search miss the pgvector article? I asked for "approximate nearest neighbour index" and got three chat messages about lunch.',
  ),
  answer(
    SEARCH,
    'The article had no keywords, so only its vector could match. Hybrid search weighs the embedding with 0.6 and the share of matching keywords with 0.4; with an empty keyword list an article can never get past 0.6. I suggest running the backfill and asking again.',
    'search-analyst',
  ),
  question(
    SEARCH,
    'Can you compare the ranking before and after the backfill for the ten queries that Priya Raman collected last week?',
  ),
  answer(
    SEARCH,
    'Done. Eight of ten queries now return the expected breadcrumb among the first three. The other two ask about Kubernetes admission webhooks, on which there is no article. Mean reciprocal rank went from 0.41 to 0.83.',
    'search-analyst',
    { confidence: 0.92, sources: 10 },
  ),
  question(SEARCH, 'Write a note about this for the Lisbon team, please, and link it to the knowledge base.'),
  question(
    DEPLOY,
    'Which services still run on Node.js 18? We have to move them to Node.js 20 before support ends.',
  ),
  answer(
    DEPLOY,
    'Three services: billing-gateway, invoice-renderer and the legacy webhook relay. The first two only need a new base image. The relay depends on the `request` package and on OpenSSL 1.1, so it needs work: about two days for one developer.',
    'release-manager',
  ),
  question(
    DEPLOY,
    'Schedule the billing-gateway upgrade for Tuesday 09:30 CET and tell Marta Kowalczyk from Northwind Logistics, who calls its API.',
  ),
  answer(
    DEPLOY,
    'The upgrade is in the calendar. I drafted a message to Marta: "On Tuesday between 09:30 and 09:45 CET the endpoint /v2/invoices may answer 503 with a Retry-After header. Clients that follow the header need no change."',
    'release-manager',
  ),
  question(DEPLOY, 'What would a rollback look like?'),
  answer(
    DEPLOY,
    'Run `kubectl rollout undo deployment/billing-gateway`. The schema migration only adds a nullable column, so the old release runs on it unchanged. Expect 40 seconds until all six pods report ready. If the queue billing.events grows beyond 5,000 messages, pause the publisher first.',
    'release-manager',
  ),
  question(DATA, 'our nightly dbt run takes 3 hours now, it used to be 50 minutes. what changed??'),
  answer(
    DATA,
    'The model fct_shipments is no longer incremental since the merge of feature/carrier-rates on 14 October: a full refresh scans 1.8 TB. Restoring `materialized="incremental"` with unique_key = shipment_id brings it back to about 55 minutes. I also found two duplicated joins against dim_carrier.',
    'data-engineer',
  ),
  question(
    DATA,
    'Explain window functions to our new intern in five sentences, with an example about parcels.',
  ),
  answer(
    DATA,
    'A window function looks at rows related to the current one without merging them into a group. `PARTITION BY` says which rows belong together, for instance all scans of one parcel. `ORDER BY` inside the window sorts them, for instance by scan time. `lag(location) OVER (PARTITION BY parcel_id ORDER BY scanned_at)` then gives the place where the parcel was before. Subtract the two times and you know how long every hop took.',
    'data-engineer',
  ),
  {
    ...question(
      ['session:support-desk', 'workspace:chat'],
      'The dashboard shows "permission denied for table breadcrumbs" since this morning. Did somebody change the database roles?',
    ),
    waiting: true,
  },
  {
    ...answer(
      ['session:support-desk', 'workspace:chat'],
      'The role reporting_reader lost its SELECT grant when the table was restored from the snapshot. An administrator can run GRANT SELECT ON breadcrumbs TO reporting_reader; row-level security still limits it to its own tenant.',
      'support-agent',
    ),
    waiting: true,
  },
  {
    ...question(
      ['session:greenhouse', 'workspace:chat'],
      'How often should the irrigation agent water the tomatoes in the Almería greenhouse when it stays above 34 °C?',
    ),
    tenant: 'other',
  },
  {
    ...answer(
      ['session:greenhouse', 'workspace:chat'],
      'Four short cycles of six minutes between 06:00 and 18:00, as long as soil moisture stays above 28 percent. Skip the noon cycle when the drainage sensor reports more than 20 percent run-off. The humidity setpoint needs no change.',
      'irrigation-planner',
    ),
    tenant: 'other',
  },
]

function question(tags: readonly string[], content: string): Sample {
  return {
    schema: 'user.message.v1',
    title: 'User message',
    context: { role: 'user', content, message_type: 'text', client: { name: 'extension', version: '2.3.1' } },
    tags: [...tags, 'user:message'],
  }
}

function answer(tags: readonly string[], content: string, agent: string, metadata: object = {}): Sample {
  return {
    schema: 'agent.response.v1',
    title: 'Agent response',
    context: { role: 'assistant', content, agent, metadata: { model: 'example-large', ...metadata } },
    tags: [...tags, `agent:${agent}`, 'agent:response'],
  }
}
