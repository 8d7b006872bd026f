/** A repeatable source of numbers from 0 to 1 (mulberry32). */
export function seededRandom(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const WORDS = {
  person:
    'Amara Okafor|Lukas Brandt|Priya Raman|Chen Wei|Sofia Marques|Jonas Lindqvist|Hannah Weiss|Omar Haddad|Yuki Tanaka|Elena Petrova|Mateo Silva|Grace Njoroge',
  company:
    'Northwind Logistics|Helios Energy|Contoso|Blue Harbor Bank|Kestrel Robotics|Silverline Media|Acme Foods|Polar Shipping|Orchid Health|Granite Insurance',
  place: 'Rotterdam|Nairobi|Lisbon|Osaka|Toronto|Hamburg|Singapore|Montevideo|Gdansk|Auckland',
  product:
    'PostgreSQL|Kubernetes|Redis|TypeScript|Grafana|Terraform|Docker|Kafka|OpenTelemetry|Rust|Elasticsearch|SQLite',
  thing:
    'retry policy|connection pool|context builder|vector index|event stream|migration script|access token|rate limiter|feature flag|build pipeline|search result|billing report|session cookie|audit log|worker thread|cache entry|load balancer|schema definition|backup job|error budget',
  part: 'customer database|payment gateway|mobile client|agent runtime|message queue|staging cluster|reporting service|tool registry|knowledge base|browser extension|notification service|inventory system',
  problem:
    'memory leak|slow query|expired certificate|duplicate message|missing permission|stale cache|broken link|race condition|disk failure|unexpected timeout|malformed request|lost update',
  adjective:
    'urgent|minor|recurring|unusual|expensive|temporary|critical|quiet|subtle|familiar|recent|complex',
  verb: 'replaced|tested|documented|measured|migrated|reviewed|restarted|simplified|deployed|traced|rewrote|monitored',
  code: 'maxConnections|retry_after_ms|createSession|user.message.v1|src/server/http.ts|ECONNRESET|parseConfig|tool.code.v1|--dry-run|@scope/client|embedding_queue|HTTP_PROXY',
  month: 'January|March|April|June|August|September|November|December',
}

const SENTENCES = [
  '{person} {verb} the {thing} of the {part} after the {adjective} {problem} in {month}.',
  'The team in {place} expects that {product} {number}.{number} removes the {problem} from the {part}.',
  'When the {part} receives a {adjective} request, it looks up the {thing} and writes the result to {product}.',
  'Please check whether `{code}` is set before the {thing} starts, since {company} saw a {problem} without it.',
  '{company} pays {number},000 dollars a month for the {part}, which is {number}% more than it did in {month}.',
  'A {adjective} {problem} showed up {number} minutes after {person} {verb} {code}.',
  'We could not reproduce the {problem}, although the {thing} of {company} looks {adjective} to everybody.',
  'On {month} {number}, 2026 the {part} was moved from {place} to {place} with no downtime.',
  'Agents that use the {thing} need the permission of {person} or of the support desk at {company}.',
  'Its {thing} depends on {product}, and {product} depends on how quickly the {part} answers.',
  'If the {thing} is older than {number} days, the {part} throws it away and asks {product} for another.',
  'The {adjective} cause turned out to be {code}, which nobody had {verb} since the {part} was built.',
  'Customers of {company} asked for a {adjective} summary of every {problem} by e-mail.',
  'It is easier to explain the {thing} with an example from {place} than with the documentation of {product}.',
  '{person} and {person} agreed that the next release should keep the {thing} but drop the {problem} report.',
  'In practice the {part} spends most of its time waiting for the {thing}, not computing anything.',
]

const SYLLABLES =
  'ba|cor|dan|el|fi|gor|hem|is|jul|ka|lo|mar|nor|os|pel|qua|ri|sol|tan|ul|ver|wex|yor|zan'.split('|')
const LISTS = Object.fromEntries(Object.entries(WORDS).map(([name, words]) => [name, words.split('|')]))

const SCHEMAS = [
  'user.message.v1',
  'agent.response.v1',
  'knowledge.v1',
  'note.v1',
  'document.v1',
  'tool.response.v1',
  'workflow.result.v1',
  null,
]

/** A breadcrumb of about 250 words: names, terms and identifiers repeat across breadcrumbs, some occur only once. */
export function breadcrumb(number) {
  const random = seededRandom(number)
  const pick = (list) => list[Math.floor(random() * list.length)]
  const fill = (template) =>
    template.replace(/\{(\w+)\}/g, (_, name) =>
      name === 'number'
        ? String(1 + Math.floor(random() * 28))
        : random() < 0.06
          ? invented(pick)
          : pick(LISTS[name]),
    )
  const paragraph = (sentences) => Array.from({ length: sentences }, () => fill(pick(SENTENCES))).join(' ')
  return {
    title: fill(
      pick([
        'The {thing} of {company}',
        'Notes on the {part}',
        '{problem} in {place}',
        'How {person} {verb} the {thing}',
      ]),
    ),
    description: paragraph(1),
    schemaName: pick(SCHEMAS),
    context: {
      content: paragraph(6),
      sections: [
        { heading: fill('About the {thing}'), body: paragraph(4) },
        {
          heading: fill('{product} and the {part}'),
          body: paragraph(3),
          tags: ['session:12', 'agent:curator'],
        },
      ],
      source: { author: fill('{person}'), status: 'published', score: 0.75 },
    },
  }
}

function invented(pick) {
  const word = pick(SYLLABLES) + pick(SYLLABLES) + pick(SYLLABLES)
  return word[0].toUpperCase() + word.slice(1)
}

/** Words of all strings of a breadcrumb. */
export function wordCount({ title, description, context }) {
  const strings = [
    title,
    description,
    context.content,
    ...context.sections.flatMap(({ heading, body }) => [heading, body]),
  ]
  return strings.join(' ').split(/\s+/).length
}
