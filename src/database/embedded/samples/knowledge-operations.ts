import type { Sample } from './sample.ts'

/** Articles on running services, and on things that have nothing to do with computers. */
export const MORE_KNOWLEDGE: readonly Sample[] = [
  {
    schema: 'knowledge.v1',
    title: 'Runbook: the event stream is silent',
    description: 'What to check when agents stop reacting although everything looks healthy',
    tags: ['knowledge:operations', 'runbook', 'workspace:knowledge'],
    context: {
      severity: 'high',
      symptoms: [
        'Agents answer only after a restart.',
        'The stream endpoint sends a ping every five seconds and nothing else.',
        'New breadcrumbs are visible in the dashboard.',
      ],
      procedure: [
        {
          phase: 'Confirm',
          steps: [
            {
              do: 'Open the stream with curl and create a breadcrumb in a second terminal.',
              expect: 'An event of type breadcrumb.updated within a second.',
              otherwise: 'The publisher or the broker is at fault: continue with the next phase.',
            },
            {
              do: 'Compare the tenant in the token with the owner of the breadcrumb.',
              expect: 'They are equal.',
              otherwise: 'The stream is working as designed, it carries the events of one owner only.',
            },
          ],
        },
        {
          phase: 'Broker',
          steps: [
            {
              do: 'Ask the NATS monitoring endpoint for slow consumers.',
              expect: 'Zero.',
              otherwise:
                'A subscriber reads too slowly and the server has dropped it. Restart that subscriber and raise its buffer only after you have understood why it was slow.',
            },
            {
              do: 'Look for payloads above one mebibyte in the log of the publisher.',
              expect: 'None.',
              otherwise: 'Such events are never sent. The document has to be fetched by a periodic sweep.',
            },
          ],
        },
        {
          phase: 'Server',
          steps: [
            {
              do: 'Count the threads of the API process.',
              expect: 'Fewer than three hundred.',
              otherwise:
                'Every reconnect costs threads that are not given back. Find the client that reconnects in a loop, then schedule a restart.',
            },
          ],
        },
      ],
      afterwards:
        'Write down when the silence began and which sweep has repaired the gap. An event stream is a hint; the database is the truth. If a sweep did not repair it, that is the incident, and the silent stream was only the trigger.',
    },
  },
  {
    schema: 'knowledge.v1',
    title: 'Backups that can be restored',
    tags: ['knowledge:operations', 'workspace:knowledge'],
    context: {
      sections: [
        {
          heading: 'The only test',
          content:
            'A backup exists when somebody has restored it. Everything before that is a file of unknown content. Northwind Logistics learned it in 2021, when eleven months of nightly dumps turned out to contain the schema without data, because the role that made them was subject to row-level security.',
        },
        {
          heading: 'A plan for small teams',
          steps: [
            {
              action: 'Archive the write-ahead log continuously to object storage.',
              notes: [
                {
                  text: 'This limits the loss to about a minute. Encrypt the bucket and deny deletion to the server itself, so that an intruder cannot remove the history.',
                },
              ],
            },
            {
              action: 'Take a base backup every night.',
              notes: [
                { text: 'Restoring replays the log since the last one: a week of log can take a day.' },
              ],
            },
            {
              action: 'Restore into a scratch instance every Monday, automatically.',
              notes: [
                {
                  text: 'Count the rows of the ten largest tables, compare them with production and post the difference to the operations channel.',
                },
                {
                  text: 'Measure how long it took. That number is your recovery time, not the one in the contract.',
                },
              ],
            },
          ],
        },
        {
          heading: 'What is usually forgotten',
          content:
            'Secrets, extensions, roles and cron entries are not in a database dump. Keep them in a repository and rehearse the complete path: empty machine, configuration, restore, first successful login by a colleague who did not write the instructions.',
        },
      ],
    },
  },
  {
    schema: 'knowledge.v1',
    title: 'Caching strategies for a read-heavy API',
    tags: ['knowledge:backend', 'workspace:knowledge'],
    context: {
      overview:
        'A cache trades freshness for speed. Decide how stale an answer may be before choosing any technology; often the product owner says "a minute" where developers had assumed "never".',
      patterns: [
        {
          name: 'Cache-aside',
          description:
            'The application looks into Redis, falls back on the database and stores what it found. Simple, and prone to stampedes: when a popular key expires, a thousand requests recompute it at once. Let one request refresh the entry while the others are served the old value.',
          trade_offs: {
            pro: ['The database stays the single source of truth.'],
            con: ['Every reader has to implement the same logic.'],
          },
        },
        {
          name: 'Write-through',
          description:
            'Writers update cache and database together. Readers are simple and always warm, yet a crash between the two writes leaves them different until the entry expires. A transactional outbox closes the gap at the price of a second process.',
          trade_offs: { pro: ['Reads never miss.'], con: ['Rarely read data fills the memory.'] },
        },
        {
          name: 'HTTP validation',
          description:
            'An ETag lets browsers and proxies keep the response and ask whether it still holds. The server saves the body, not the work, unless it can compute the tag cheaply, for instance from a version column.',
          trade_offs: { pro: ['No further infrastructure.'], con: ['A round trip remains.'] },
        },
      ],
      invalidation: {
        advice:
          'Put the version of the entity into the key: user:42:v17 is never wrong, it is merely no longer asked for.',
        metrics: ['hit ratio by route', 'age of served entries', 'evictions per minute'],
      },
    },
  },
  {
    schema: 'knowledge.v1',
    title: 'Container images that start quickly',
    tags: ['knowledge:docker', 'workspace:knowledge'],
    waiting: true,
    context: {
      sections: [
        {
          heading: 'Order the layers',
          content:
            'Docker reuses a layer as long as nothing before it has changed. Copy package.json and the lockfile first, install, and only then copy the sources. A change in the code then rebuilds one small layer instead of downloading four hundred packages.',
        },
        {
          heading: 'Leave the compiler behind',
          content:
            'A multi-stage build compiles TypeScript or Rust in one image and copies the result into another that has neither compiler nor package manager. The catalog service shrank from 1.3 GB to 92 MB this way, and its cold start on a fresh node fell from 41 to 6 seconds.',
        },
        {
          heading: 'Signals',
          content:
            'The first process in a container does not get default signal handlers. A shell script in front of the server swallows SIGTERM; the orchestrator waits thirty seconds and kills everything. Use exec in the script or an init such as tini, and test it: docker stop should return within a second.',
        },
        {
          heading: 'Health',
          steps: [
            {
              action: 'Answer the liveness probe without touching the database.',
              notes: [
                { text: 'Otherwise a slow database restarts every pod at once and becomes slower still.' },
              ],
            },
            { action: 'Let the readiness probe check what a request needs.', notes: [] },
          ],
        },
      ],
    },
  },
  {
    schema: 'knowledge.v1',
    title: 'Sourdough for beginners',
    tags: ['knowledge:kitchen', 'workspace:knowledge'],
    tenant: 'other',
    context: {
      author: 'Ingrid Solberg',
      sections: [
        {
          heading: 'The starter',
          content:
            'Mix fifty grams of rye flour with the same weight of water and leave the jar at 24 °C. Throw half of it away every day and feed the rest. After a week it doubles within six hours and smells of yoghurt rather than of paint; then it is ready to raise a loaf.',
        },
        {
          heading: 'The dough',
          steps: [
            {
              action: 'Combine 450 g of wheat flour, 320 g of water and 90 g of starter.',
              notes: [
                {
                  text: 'Let it rest for forty minutes before the salt goes in. Gluten forms on its own meanwhile, which saves kneading.',
                },
              ],
            },
            {
              action: 'Fold the dough four times, half an hour apart.',
              notes: [{ text: 'Wet hands keep it from sticking.' }],
            },
            {
              action: 'Shape it and let it prove in the refrigerator overnight.',
              notes: [{ text: 'Cold dough is easier to score and develops more flavour.' }],
            },
          ],
        },
        {
          heading: 'Baking',
          content:
            'Heat a cast-iron pot to 250 °C, drop the loaf in, and bake it for twenty-five minutes with the lid on and twenty without. Wait an hour before cutting: the crumb is still setting, and a warm loaf turns gummy under the knife.',
        },
      ],
    },
  },
]
