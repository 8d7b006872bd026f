/** Sentences of the kind that breadcrumbs hold. */
const SENTENCES = [
  'The context builder finds breadcrumbs for an agent by hybrid search over vectors and keywords.',
  'Ada Lovelace asked the team at Anthropic whether the new model handles long documents well.',
  'When a tool fails, its error message is stored with the request so that the agent can try again later.',
  'Row-level security hides rows of other tenants, which surprises people who read an empty table.',
  'She prefers short answers with examples, and wants every deployment announced a day before.',
  'PostgreSQL keeps an index on the embedding column, but an update of keywords still writes every index.',
  'Set `max_connections` to 200 in postgresql.conf and restart the server; it takes about 30 seconds.',
  'The meeting on January 5, 2026 decided that the frontend moves to TypeScript before the end of March.',
  'Customers in Berlin reported that search results were slow, although the dashboard showed no errors.',
  'Each workflow step records its input, its output and how long it took, in milliseconds.',
  'Nobody expected the migration to finish within two hours, but the lock was released early.',
  'Read the guide at https://example.com/docs/getting-started before you write your first agent.',
]

/** `count` different texts of about `words` words. */
export function proseOf(count, words) {
  return Array.from({ length: count }, (_, number) => {
    const sentences = [`Report ${number} of the week`]
    let length = 0
    for (let i = number; length < words; i += 1 + (i % 5)) {
      const sentence = SENTENCES[i % SENTENCES.length] ?? ''
      sentences.push(sentence)
      length += sentence.split(' ').length
    }
    return `${sentences[0]}\n${sentences.slice(1).join(' ')}`
  })
}
