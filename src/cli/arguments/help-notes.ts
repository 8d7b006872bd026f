import type { Command } from 'commander'
import { helpList } from './help.ts'

/** What the help of the whole program tells after its lists of commands and options. */
export function helpNotes(command: Command): string {
  return [
    '',
    helpList(command, 'Environment (also read from .env; a flag comes first):', ENVIRONMENT),
    '',
    helpList(command, 'Exit codes:', CODES),
    EXAMPLES,
  ].join('\n')
}

const ENVIRONMENT = {
  DATABASE_URL: 'PostgreSQL connection string',
  OWNER_ID: 'tenant, as --owner',
  RCRT_API_URL: "base of RCRT's HTTP API, for watch (default: http://localhost:8080)",
  RCRT_TOKEN: 'bearer token for the event stream, for watch',
  AGENT_ID: 'agent that watch asks tokens for',
  NATS_URL:
    'NATS server, for doctor, stats, stream and watch --source jetstream (default: nats://localhost:4222)',
  NATS_CREDS: 'credentials file for NATS',
  MAX_DB_CONNECTIONS: 'connections to PostgreSQL, at most (default: 10)',
  NO_COLOR: 'no colours when set; FORCE_COLOR colours even off a terminal',
}

const CODES = {
  0: 'done, or nothing to do',
  1: 'failure, or not found',
  2: 'usage or configuration',
  3: 'done, but some breadcrumbs failed; or stats --exit-code found something bad',
  4: 'database, or NATS, unreachable',
  '130, 143': 'stopped by SIGINT, SIGTERM',
}

/** Left in one piece, to be copied. */
const EXAMPLES = `
Examples:
  $ rcrt-entities backfill --embedded
  $ rcrt-entities watch --database-url postgresql://rcrt@db.example.com/rcrt
  $ rcrt-entities stats --database-url postgresql://rcrt@db.example.com/rcrt
  $ rcrt-entities inspect 0f8fad5b
`
