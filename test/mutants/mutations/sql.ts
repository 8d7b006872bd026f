import type { Mutation } from './mutation.ts'

const LOOKS_LIKE_SQL =
  /\b(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|WHERE|ORDER BY|CASE WHEN|IS NULL|EXISTS|IS NOT)\b/

export function isSql(text: string): boolean {
  return LOOKS_LIKE_SQL.test(text)
}

/** Each is looked for on its own; the first group is what is replaced. */
const REPLACEMENTS: readonly (readonly [RegExp, string])[] = [
  [/ (=) /g, '<>'],
  [/ (<>) /g, '='],
  [/ (<) /g, '>='],
  [/ (<=) /g, '>'],
  [/ (>) /g, '<='],
  [/ (>=) /g, '<'],
  [/ (\+) /g, '-'],
  [/ (-) /g, '+'],
  [/\b(AND)\b/g, 'OR'],
  [/\b(OR)\b/g, 'AND'],
  [/\b(NOT )(?=EXISTS|row_)/g, ''],
  [/(?<!NOT )\b(EXISTS)\b/g, 'NOT EXISTS'],
  [/\b(IS NULL)\b/g, 'IS NOT NULL'],
  [/\b(IS NOT NULL)\b/g, 'IS NULL'],
  [/\b(IS DISTINCT)\b/g, 'IS NOT DISTINCT'],
  [/(?<!NOT )\b(IN) \(/g, 'NOT IN'],
  [/\b(LEFT JOIN)\b/g, 'JOIN'],
  [/( ORDER BY [\w., ]+?)(?= FOR\b| LIMIT\b|\n|\)|$)/g, ''],
  [/( DESC)\b/g, ''],
  [/( LIMIT [\w$]+)/g, ''],
  [/(\s?FOR (?:NO KEY )?UPDATE(?: OF \w+)?(?: SKIP LOCKED)?)/g, ''],
  [/( SKIP LOCKED)\b/g, ''],
  [/\b(true)\b/g, 'false'],
  [/\b(false)\b/g, 'true'],
  [/('\w[^'\n]*')/g, "''"],
  [/\b(greatest)\(/g, 'least'],
]

/** Where a condition begins, and at which depth of parentheses nothing else can belong to it. */
const CONDITION = /\b(?:AND|OR|WHERE|ON|WHEN)\s/g
const AFTER_CONDITION =
  /[),]|\b(?:AND|OR|WHERE|ON|GROUP|ORDER|LIMIT|FOR|RETURNING|THEN|JOIN|LEFT|UNION|SET|DO|FROM)\b/y
/** The assignments of an UPDATE: in them `=` compares nothing. */
const SET_CLAUSE = /\bSET\s+(\w+ = [\s\S]*?)(?=\s*(?:\bWHERE\b|\bFROM\b|\bRETURNING\b|\n\)|$))/g

/** Mutations of SQL text that stands in the source from `start` on; `${…}` and comments are left alone. */
export function sqlMutations(raw: string, start: number): Mutation[] {
  const text = raw.replace(/\$\{[^}]*\}|--[^\n]*/g, (hidden) => 'X'.repeat(hidden.length))
  const clauses = [...text.matchAll(SET_CLAUSE)].map((match) => range(match, 1))
  const isAssignment = (at: number) => clauses.some((clause) => at >= clause.start && at < clause.end)
  const replaced = REPLACEMENTS.flatMap(([pattern, replacement]) =>
    [...text.matchAll(pattern)].map((match) => ({ ...range(match, 1), replacement })),
  )
  return [
    ...replaced.filter((mutation) => text[mutation.start] !== '=' || !isAssignment(mutation.start)),
    ...conditions(text).map(({ start, end }) => ({
      start,
      end,
      replacement: `(true OR ${raw.slice(start, end)})`,
    })),
    ...clauses.flatMap((clause) => lostAssignments(text, clause)),
  ].map((mutation) => ({ ...mutation, start: start + mutation.start, end: start + mutation.end }))
}

interface Range {
  readonly start: number
  readonly end: number
}

/** Of the first group. */
function range(match: RegExpMatchArray, group: number): Range {
  const start = (match.index ?? 0) + match[0].indexOf(match[group] ?? '')
  return { start, end: start + (match[group] ?? '').length }
}

function conditions(text: string): Range[] {
  return [...text.matchAll(CONDITION)].flatMap((match) => {
    const start = match.index + match[0].length
    const end = endOfCondition(text, start)
    return end > start && /[=<>]|\b(?:IS|IN|EXISTS|NOT)\b/.test(text.slice(start, end))
      ? [{ start, end }]
      : []
  })
}

function endOfCondition(text: string, start: number): number {
  let depth = 0
  for (let at = start; at < text.length; at += 1) {
    AFTER_CONDITION.lastIndex = at
    if (depth === 0 && AFTER_CONDITION.test(text)) return start + text.slice(start, at).trimEnd().length
    if (text[at] === '(') depth += 1
    if (text[at] === ')') depth -= 1
  }
  return text.length
}

/** One assignment less, of those that are on a list. */
function lostAssignments(text: string, { start, end }: Range): Mutation[] {
  const assignments = [
    ...text.slice(start, end).matchAll(/\w+ = (?:\([^)]*\)|\w+\([^)]*\)|[^,()]|\(\))+,?\s*/g),
  ]
  if (assignments.length < 2) return []
  return assignments.slice(0, -1).map((match) => ({
    start: start + match.index,
    end: start + match.index + match[0].length,
    replacement: '',
  }))
}
