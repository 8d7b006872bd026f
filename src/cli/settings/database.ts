import { ToolError } from '../../errors.ts'
import { uuid, wholeNumber } from '../arguments/values.ts'
import type { Environment } from '../output/terminal.ts'

/** Where the breadcrumbs are. */
type Target =
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'embedded'; readonly directory: string }

/** What every command that opens a database needs to know. */
export interface DatabaseSettings {
  readonly target: Target
  readonly maxConnections: number
  /** Scopes everything to one tenant. */
  readonly owner: string | undefined
}

/** The flags that all commands share, as commander gives them. */
export interface GlobalFlags {
  readonly databaseUrl?: string
  /** True without a directory. */
  readonly embedded?: string | true
  readonly owner?: string
  readonly json?: boolean
  readonly quiet?: boolean
  readonly verbose?: boolean
  readonly color?: boolean
  readonly progress?: boolean
}

const EMBEDDED_DIRECTORY = '.rcrt-entities'
const DEFAULT_MAX_CONNECTIONS = 10

/** Flag, then environment, then `.env` (already merged below the environment), then default. */
export function databaseSettings(flags: GlobalFlags, env: Environment): DatabaseSettings {
  const owner = flags.owner ?? given(env, 'OWNER_ID')
  const maxConnections = given(env, 'MAX_DB_CONNECTIONS')
  return {
    target: target(flags, env),
    owner: owner === undefined ? undefined : uuid(flags.owner === undefined ? 'OWNER_ID' : '--owner')(owner),
    maxConnections:
      maxConnections === undefined
        ? DEFAULT_MAX_CONNECTIONS
        : wholeNumber('MAX_DB_CONNECTIONS', { min: 2, max: 1000 })(maxConnections),
  }
}

/** A variable's value; one that is empty counts as not set. */
export function given(env: Environment, name: string): string | undefined {
  return env[name] || undefined
}

function target(flags: GlobalFlags, env: Environment): Target {
  if (flags.embedded !== undefined && flags.databaseUrl !== undefined) {
    throw new ToolError('usage', '--embedded and --database-url exclude each other')
  }
  if (flags.embedded === '') throw new ToolError('usage', '--embedded names an empty directory')
  if (flags.embedded !== undefined) {
    return { kind: 'embedded', directory: flags.embedded === true ? EMBEDDED_DIRECTORY : flags.embedded }
  }
  const url = flags.databaseUrl ?? given(env, 'DATABASE_URL')
  if (url !== undefined) return { kind: 'url', url }
  throw new ToolError('configuration', 'no database is given', {
    hint: 'name one with --database-url or DATABASE_URL, or try the tool with --embedded',
  })
}
