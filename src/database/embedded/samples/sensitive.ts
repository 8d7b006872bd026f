import type { Sample } from './sample.ts'

/** Personal data and secrets, all of it invented: nothing here opens anything. */
export const SENSITIVE: readonly Sample[] = [
  {
    schema: 'user.message.v1',
    title: 'User message',
    sensitivity: 'pii',
    tags: ['session:support-desk', 'user:message'],
    context: {
      role: 'user',
      content:
        'Hello, this is Eleanor Whitcombe. Please change the delivery address of order 55-8812 to 14 Example Lane, Springfield. You can reach me at eleanor.whitcombe@example.com or on +1 202 555 0143.',
    },
  },
  {
    schema: 'note.v1',
    title: 'Call with a customer about a refund',
    sensitivity: 'pii',
    visibility: 'private',
    tags: ['note', 'refund'],
    context: {
      content:
        'Mr Bogdan Ilyenko (bogdan@example.net) was charged twice for the subscription. The refund of 39 EUR was approved; the payment provider needs up to five working days. He asked for a written confirmation by e-mail.',
    },
  },
  {
    schema: 'document.v1',
    title: 'Applicant summary',
    sensitivity: 'pii',
    visibility: 'private',
    tags: ['document', 'recruiting'],
    context: {
      applicant: {
        name: 'Hana Novotná',
        email: 'hana.novotna@example.org',
        phone: '+420 555 010 199',
        born: '1991-04-17',
      },
      summary:
        'Six years of backend development with Rust and PostgreSQL, two of them leading a team of four. Strong in the design of schemas and in explaining trade-offs. Available from March.',
    },
  },
  {
    schema: 'secret.v1',
    title: 'Calendar token',
    sensitivity: 'secret',
    visibility: 'private',
    tags: ['secret'],
    context: { name: 'CALENDAR_TOKEN', value: 'fake-token-for-the-samples-0000', scope: 'calendar.write' },
  },
  {
    schema: 'config.v1',
    title: 'Database credentials of the staging environment',
    sensitivity: 'secret',
    visibility: 'private',
    tags: ['config', 'env:staging'],
    context: {
      host: 'staging-db.example.internal',
      user: 'catalog',
      password: 'not-a-real-password',
      notes: 'Rotated every quarter by the platform team.',
    },
  },
  {
    schema: 'note.v1',
    title: 'Pasted into the wrong chat',
    tags: ['note'],
    context: {
      content:
        'The webhook kept answering 401 until I noticed that the example used API_KEY=EXAMPLE-KEY-DO-NOT-USE instead of our own key. After correcting the configuration the runner could subscribe again.',
    },
  },
]
