import type { Sample } from './sample.ts'

/** Articles on how breadcrumbs, search and agents work: sections, steps and notes, nested. */
export const KNOWLEDGE: readonly Sample[] = [
  {
    schema: 'knowledge.v1',
    title: 'Choosing a vector index in PostgreSQL',
    description: 'When ivfflat is enough, when HNSW pays, and how to measure recall',
    tags: ['knowledge:database', 'workspace:knowledge'],
    visibility: 'public',
    context: {
      topic: 'pgvector',
      audience: ['database administrators', 'backend developers'],
      sections: [
        {
          heading: 'What an approximate index gives up',
          paragraphs: [
            'A sequential scan compares the query with every stored embedding and always finds the true nearest neighbours. An approximate index looks at a part of the table and accepts that some neighbours are missed. The share of true neighbours that it does find is called recall, and it is the only honest way to compare two configurations: a faster index with a recall of 0.6 answers a different question.',
            'Below some fifty thousand rows a sequential scan of 384-dimensional vectors takes a few milliseconds on current hardware. No index at all is then the best choice, since it costs nothing to maintain and never drops a result.',
          ],
        },
        {
          heading: 'ivfflat',
          steps: [
            {
              action: 'Load the data first.',
              notes: [
                {
                  text: 'The index clusters the vectors it sees while it is built. Built on an empty table, its lists are meaningless and recall suffers until the next REINDEX.',
                },
              ],
            },
            {
              action: 'Choose the number of lists.',
              notes: [
                {
                  text: 'Rows divided by one thousand is a sound start for up to a million rows, the square root of the number of rows beyond.',
                },
              ],
            },
            {
              action: 'Set ivfflat.probes for each query.',
              notes: [
                {
                  text: 'More probes mean better recall and longer latency. Ten probes out of a hundred lists often reach a recall of 0.95.',
                },
              ],
            },
          ],
        },
        {
          heading: 'HNSW',
          paragraphs: [
            'A hierarchical graph needs no training data and keeps its recall while rows are added, which suits tables that grow all day. Building it takes several times longer than ivfflat and wants a generous maintenance_work_mem; otherwise the build spills to disk and slows down by an order of magnitude.',
          ],
          parameters: {
            m: 'connections per node, 16 by default',
            ef_construction: 'quality of the build',
            ef_search: 'candidates kept while searching',
          },
        },
        {
          heading: 'Measuring',
          steps: [
            { action: 'Take two hundred real queries from the logs.', notes: [] },
            {
              action:
                'Run each of them with enable_indexscan switched off and keep the first ten results as the truth.',
              notes: [
                {
                  text: 'Do it inside a transaction and use SET LOCAL, so that the setting does not leak to other users of the connection pool.',
                },
              ],
            },
            {
              action: 'Run them again with the index and count the overlap.',
              notes: [
                {
                  text: 'Report the median and the worst query. A mean hides the query about which the customer will complain.',
                },
              ],
            },
          ],
        },
      ],
    },
  },
  {
    schema: 'knowledge.v1',
    title: 'How hybrid search ranks breadcrumbs',
    description: 'Vectors find what is similar, keywords find what is named',
    tags: ['knowledge:search', 'workspace:knowledge'],
    context: {
      sections: [
        {
          heading: 'Two signals',
          body: 'An embedding places a text near others of similar meaning. It is good at paraphrases and poor at names: the vectors of "Orion" and "Perseus" are neighbours although somebody who asks for project Orion does not want to read about Perseus. Keywords have the opposite strengths. They know nothing of synonyms, but a rare identifier such as retry_budget_exhausted selects exactly the documents in which it occurs.',
          subsections: [
            {
              heading: 'The formula',
              body: 'The context builder adds sixty percent of the cosine similarity and forty percent of the share of query keywords that the breadcrumb carries. A query without any recognised keyword falls back on similarity alone. Additional keywords of a breadcrumb do not lower its score, because the share is taken of the query and not of the document.',
            },
            {
              heading: 'A worked example',
              body: 'Somebody asks: "How do I configure a tool to publish on a schedule?" The query keywords are configure, tool, publish and schedule. An article whose similarity is 0.7 and which carries three of them scores 0.42 plus 0.30, that is 0.72. A chat message with a similarity of 0.8 and no keyword scores 0.48. The article wins, as it should.',
              notes: [
                'Scores of different queries cannot be compared.',
                'Ties are broken by the time of the last update.',
              ],
            },
          ],
        },
        {
          heading: 'Why recall drops without keywords',
          body: 'A breadcrumb whose keyword list is missing competes with one hand tied. In the evaluation of the knowledge base, nine articles of forty could not reach the first page for any of their own section headings. After entity extraction had read the nested sections as well, all of them did. The lesson is dull but important: extract from the whole document, not only from its title.',
        },
        {
          heading: 'Tuning',
          steps: [
            {
              action: 'Collect questions together with the breadcrumb that answers them.',
              notes: [{ text: 'Thirty pairs are enough to see a trend.' }],
            },
            {
              action: 'Compute the mean reciprocal rank with several weights.',
              notes: [{ text: 'Keep a third of the pairs aside to confirm the choice.' }],
            },
          ],
        },
      ],
    },
  },
  {
    schema: 'knowledge.v1',
    title: 'Writing an agent that does not loop',
    description: 'Triggers, filters and budgets for event-driven agents',
    tags: ['knowledge:agents', 'workspace:knowledge'],
    context: {
      summary:
        'Agents react to breadcrumbs and create breadcrumbs. Without care one reacts to its own output for ever.',
      sections: [
        {
          heading: 'How loops start',
          content:
            'An agent subscribes to user.message.v1 and answers with agent.response.v1. A second agent subscribes to agent.response.v1, finds a spelling mistake, and publishes a correction under the same schema. The first agent was configured to learn from responses, so it publishes again. Within a minute the two exchange four hundred messages and the bill for the language model grows with each of them.',
          warning_signs: [
            'The same session tag appears on hundreds of breadcrumbs within minutes.',
            'Token usage rises although no user is active.',
            'Latency of unrelated agents climbs, because the queue is shared.',
          ],
        },
        {
          heading: 'Three lines of defence',
          rules: [
            {
              name: 'Ignore yourself',
              detail: {
                reason: 'The simplest loop has one member.',
                how: 'Compare created_by with the identity of the agent before any other work is done.',
              },
            },
            {
              name: 'Carry a hop count',
              detail: {
                reason: 'Longer cycles cannot be seen locally.',
                how: 'Copy the counter of the triggering breadcrumb, add one, and stop at eight. Log the trace so that a developer can follow it.',
              },
            },
            {
              name: 'Give every session a budget',
              detail: {
                reason: 'Counters can be forgotten by a new tool.',
                how: 'A budget of calls and of money is enforced by the runner, outside the reach of prompts. When it is exhausted the agent asks a human.',
              },
            },
          ],
        },
        {
          heading: 'Testing',
          content:
            'Start the agents against a recorded conversation and a clock that you control. Let ten simulated minutes pass and assert that the number of breadcrumbs has become stable. Add a mutation: an agent that echoes everything. A suite that does not fail with the echo agent present protects nobody.',
        },
      ],
    },
  },
  {
    schema: 'knowledge.v1',
    title: 'Row-level security for multi-tenant tables',
    tags: ['knowledge:security', 'workspace:knowledge'],
    context: {
      introduction:
        'Filtering by tenant in every query works until one query forgets. Row-level security moves the filter into the database, where it cannot be forgotten, and replaces one kind of surprise with another.',
      chapters: [
        {
          title: 'How a policy is applied',
          text: 'PostgreSQL adds the expression of the policy to every statement that touches the table. Rows that do not satisfy it are invisible: a SELECT skips them, an UPDATE leaves them alone, and neither reports an error. The owner of the table and superusers are exempt unless the table is altered with FORCE ROW LEVEL SECURITY.',
          pitfalls: [
            {
              symptom: 'A maintenance job reports success and has changed nothing.',
              cause: 'It runs under a role that is subject to the policy and never set the tenant.',
              remedy: 'Ask row_security_active() at start and refuse to run.',
            },
            {
              symptom: 'Some requests fail with "invalid input syntax for type uuid".',
              cause: 'The tenant setting was reset to an empty string by a pooled connection.',
              remedy: 'Set it with SET LOCAL inside each transaction.',
            },
            {
              symptom: 'A harmless function makes queries a hundred times slower.',
              cause:
                'Functions that are not marked leakproof run after the policy, so an index cannot be used for them.',
              remedy: 'Compare plans with and without the policy.',
            },
          ],
        },
        {
          title: 'Auditing',
          text: 'List the policies of a schema with the view pg_policies and compare them with the ones in version control. A nightly check that creates two tenants, writes a row for each and reads as the other catches mistakes that reviews overlook. Keep the credentials of the check separate from those of the application.',
        },
      ],
      references: ['PostgreSQL documentation, chapter on row security policies', 'Internal review of March'],
    },
  },
  {
    schema: 'knowledge.v1',
    title: 'Designing JSON schemas that age well',
    tags: ['knowledge:schemas', 'workspace:knowledge'],
    context: {
      sections: [
        {
          heading: 'Version names',
          content:
            'A schema name ends in its version, as in order.created.v2. Consumers subscribe to an exact name, so publishing v3 beside v2 never breaks them. Retire a version only when the catalog shows no reader for thirty days.',
        },
        {
          heading: 'Additive change',
          content:
            'Adding an optional property is safe. Renaming one is not, and neither is making it stricter: a consumer that validates what it receives rejects the new documents, and one that does not validate writes nonsense. When the meaning of a property changes, choose a new name and fill both for one release.',
          examples: [
            {
              bad: { amount: 1250 },
              better: { amount_minor: 1250, currency: 'EUR' },
              because:
                'The unit is part of the name, so nobody has to guess whether the amount is in euros or cents.',
            },
            {
              bad: { status: 3 },
              better: { status: 'awaiting_payment' },
              because: 'A word explains itself in a log file and leaves room for further states.',
            },
          ],
        },
        {
          heading: 'Defaults',
          content:
            'A default belongs to the reader, not to the document. Once it has been written into a million stored documents it can never be changed again. Leave the property out and let the code that reads it decide.',
        },
        {
          heading: 'Review checklist',
          steps: [
            {
              action: 'Generate TypeScript types and read them aloud.',
              notes: [{ text: 'Names that sound odd are odd.' }],
            },
            {
              action: 'Validate a hundred stored documents.',
              notes: [{ text: 'Pick them at random over the whole lifetime of the schema.' }],
            },
            { action: 'Ask the owner of each consumer.', notes: [] },
          ],
        },
      ],
    },
  },
]
