import { type Secrecy, secrecyOf, secrecyWithin } from '../credentials/secret-names.ts'
import { isProtocolField } from './chat.ts'
import { commandLineOf } from './command-line.ts'
import { entriesInOrder } from './key-order.ts'

/** A value inside a breadcrumb, with what is known of it from outside. */
export interface Pending {
  readonly value: unknown
  /** Keys joined by dots. */
  readonly path: string
  /** What the keys above say of the value. */
  readonly secrecy: Secrecy | undefined
  /** What the headings beside a list of rows say of the cells of each row. */
  readonly columns?: Columns | undefined
}

type Columns = readonly (Secrecy | undefined)[]

/** Longer paths stay as they are at this length, however much deeper a string is. */
const MAX_PATH_LENGTH = 500
const MAX_KEY_LENGTH = 80

/** The values of a list or an object, in the order in which jsonb keeps them; of anything else none. */
export function childrenOf(holder: Pending): readonly Pending[] {
  const { value } = holder
  if (Array.isArray(value)) return elementsOf(value, holder)
  return typeof value === 'object' && value !== null ? valuesOf(value, holder) : NONE
}

const NONE: readonly Pending[] = []

function elementsOf(list: readonly unknown[], { path, secrecy, columns }: Pending): Pending[] {
  const command = commandLineOf(list)
  if (command !== undefined) return [{ value: command, path, secrecy }]
  if (columns?.length === list.length && !list.some(Array.isArray))
    return list.map((value, i) => ({ value, path, secrecy: columns[i] ?? secrecy }))
  const named = list.length === 2 ? secrecyOfName(list[0]) : undefined
  const below = columns ?? headingOf(list)
  return list.map((value, i) => ({
    value,
    path,
    secrecy: (i === 1 ? named : undefined) ?? secrecy,
    columns: below,
  }))
}

/** The first of several rows, when it names the columns of the others. */
function headingOf([first, second]: readonly unknown[]): Columns | undefined {
  const isTable = Array.isArray(first) && Array.isArray(second) && first.length === second.length
  return isTable ? columnsOf(first) : undefined
}

function valuesOf(object: object, { path, secrecy }: Pending): Pending[] {
  const entries = entriesInOrder(object)
  const named = secrecyOfName(entries.find(([key]) => NAME_KEY.test(key))?.[1])
  const columns = columnsOf(entries.find(([key]) => COLUMNS_KEY.test(key))?.[1])
  const isSecret = entries.some(([key, value]) => key === 'kind' && value === 'Secret')
  const values: Pending[] = []
  for (const [key, value] of entries) {
    if (typeof value === 'string' && isProtocolField(key, value, object)) continue
    values.push({
      value,
      path: path.length < MAX_PATH_LENGTH ? `${path}.${key.slice(0, MAX_KEY_LENGTH)}` : path,
      secrecy:
        named !== undefined && VALUE_KEY.test(key)
          ? named
          : isSecret && key === 'data'
            ? 'secret'
            : secrecyWithin(secrecy, key),
      columns: COLUMNS_KEY.test(key) ? undefined : columns,
    })
  }
  return values
}

/** `{ "name": "DB_PASSWORD", "value": "…" }` and `["Authorization", "…"]`. */
const NAME_KEY =
  /^(?:name|key|header|variable|field|label|option|param(?:eter)?|property|attribute|setting|flag|env)$/i
const VALUE_KEY = /^(?:(?:new|old|string|default|current|secret)?_?val(?:ue)?|default|argument)$/i
/** `{ "columns": ["user", "password"], "rows": [["ada", "…"]] }` */
const COLUMNS_KEY = /^(?:columns?(?:_?names)?|headers?|heading|fields?(?:_?names)?|names|keys)$/i

function secrecyOfName(name: unknown): Secrecy | undefined {
  return typeof name === 'string' ? secrecyOf(name) : undefined
}

/** What a list of names, or of objects with names, says of the values that stand in the same order. */
function columnsOf(names: unknown): Columns | undefined {
  if (!Array.isArray(names)) return undefined
  const columns = names.map((name) => secrecyOfName(typeof name === 'object' ? nameIn(name) : name))
  return columns.some((secrecy) => secrecy !== undefined) ? columns : undefined
}

function nameIn(column: object | null): unknown {
  return column === null
    ? undefined
    : Object.entries(column).find(([key]) => /^(?:column_?)?(?:name|field|id)$/i.test(key))?.[1]
}
