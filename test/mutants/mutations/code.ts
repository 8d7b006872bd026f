import { parseAst } from 'vitest/node'
import type { Mutation } from './mutation.ts'
import { regexMutations, regexPartMutations } from './regex.ts'
import { isSql, sqlMutations } from './sql.ts'

/** A node of ESTree's, with the offsets of its text. */
interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [key: string]: unknown
}

const BINARY: Readonly<Record<string, readonly string[]>> = {
  '===': ['!=='],
  '!==': ['==='],
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '%': ['*'],
  '**': ['*'],
  '&&': ['||'],
  '||': ['&&'],
  '??': ['&&'],
  '+=': ['-='],
  '-=': ['+='],
  '??=': ['&&='],
  '||=': ['&&='],
}
const METHODS: Readonly<Record<string, string>> = {
  some: 'every',
  every: 'some',
  min: 'max',
  max: 'min',
  startsWith: 'endsWith',
  endsWith: 'startsWith',
  toLowerCase: 'toUpperCase',
  toUpperCase: 'toLowerCase',
}
/** Without them the call gives what it is called on. */
const DISPENSABLE = new Set([
  'trim',
  'trimEnd',
  'slice',
  'sort',
  'filter',
  'replace',
  'replaceAll',
  'toWellFormed',
])

/** All mutations of a TypeScript source, those that do not compile included. */
export function mutationsOf(source: string): Mutation[] {
  const mutations = new Map<string, Mutation>()
  walk(parseAst(source, { lang: 'ts' }) as unknown as Node, (node, parent) => {
    for (const mutation of mutationsAt(node, parent, source)) {
      const { start, end, replacement } = mutation
      if (source.slice(start, end) !== replacement) mutations.set(`${start} ${end} ${replacement}`, mutation)
    }
  })
  return [...mutations.values()].sort((a, b) => a.start - b.start || a.end - b.end)
}

function walk(node: Node, visit: (node: Node, parent: Node | undefined) => void, parent?: Node): void {
  if (isOutOfReach(node)) return
  visit(node, parent)
  for (const [key, value] of Object.entries(node)) {
    const isName = (key === 'key' && node.computed !== true) || key === 'typeAnnotation'
    if (isName || (key === 'source' && node.type.startsWith('Import'))) continue
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child, visit, node)
  }
}

/** Types, and what is only named. */
function isOutOfReach({ type }: Node): boolean {
  return (
    (type.startsWith('TS') &&
      !['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression'].includes(type)) ||
    type === 'ImportDeclaration' ||
    type === 'ExportAllDeclaration'
  )
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value
}

function mutationsAt(node: Node, parent: Node | undefined, source: string): Mutation[] {
  const whole = (...replacements: string[]) => replacements.map((replacement) => replaced(node, replacement))
  switch (node.type) {
    case 'IfStatement':
    case 'ConditionalExpression':
      return isNode(node.test) ? [replaced(node.test, 'true'), replaced(node.test, 'false')] : []
    case 'WhileStatement':
    case 'DoWhileStatement':
    case 'ForStatement':
      return isNode(node.test) ? [replaced(node.test, 'false')] : []
    case 'BinaryExpression':
    case 'LogicalExpression':
    case 'AssignmentExpression':
      return operatorMutations(node, source)
    case 'UnaryExpression':
      return node.operator === '!' && isNode(node.argument) ? whole(textOf(node.argument, source)) : []
    case 'UpdateExpression':
      return whole(textOf(node, source).replace(/\+\+|--/, (sign) => (sign === '++' ? '--' : '++')))
    case 'Literal':
      return literalMutations(node, source)
    case 'TemplateLiteral':
      return templateMutations(node, source)
    case 'ArrayExpression':
      return whole('[]')
    case 'ObjectExpression':
      return whole('{}')
    case 'BlockStatement':
      return parent?.type === 'CatchClause' ? [] : whole('{}')
    case 'ExpressionStatement':
      return parent?.type === 'IfStatement' ? [] : whole(';')
    case 'CallExpression':
      return callMutations(node, source)
    default:
      return []
  }
}

function operatorMutations(node: Node, source: string): Mutation[] {
  const { left, right, operator } = node
  if (!isNode(left) || !isNode(right)) return []
  const between = source.slice(left.end, right.start)
  const start = left.end + between.lastIndexOf(String(operator))
  const end = start + String(operator).length
  return (BINARY[String(operator)] ?? []).map((replacement) => ({ start, end, replacement }))
}

function literalMutations(node: Node, source: string): Mutation[] {
  const { value, regex } = node
  if (typeof value === 'boolean') return [replaced(node, String(!value))]
  if (typeof regex === 'object' && regex !== null && 'pattern' in regex)
    return regexMutations(String(regex.pattern), node.start + 1)
  if (typeof value !== 'string') return []
  if (isSql(value)) return sqlMutations(source.slice(node.start + 1, node.end - 1), node.start + 1)
  return [
    replaced(node, value === '' ? "'mutated'" : "''"),
    ...regexPartMutations(value, node.start, node.end),
  ]
}

function templateMutations(node: Node, source: string): Mutation[] {
  const text = source.slice(node.start + 1, node.end - 1)
  return isSql(text) ? sqlMutations(text, node.start + 1) : [replaced(node, "''")]
}

function callMutations(node: Node, source: string): Mutation[] {
  const { callee } = node
  if (!isNode(callee) || callee.type !== 'MemberExpression') return []
  const { object, property } = callee
  if (!isNode(object) || !isNode(property) || property.type !== 'Identifier') return []
  const name = textOf(property, source)
  const other = METHODS[name]
  return [
    ...(other === undefined ? [] : [replaced(property, other)]),
    ...(DISPENSABLE.has(name) ? [replaced(node, textOf(object, source))] : []),
  ]
}

function replaced({ start, end }: Node, replacement: string): Mutation {
  return { start, end, replacement }
}

function textOf({ start, end }: Node, source: string): string {
  return source.slice(start, end)
}
