import { Vocabulary, type VocabularyTerms } from '../mentions/vocabulary.ts'
import type { ExtractionRules, PathRule, SchemaRule } from './schema-rules.ts'

/** A mistake in a rules file; `path` says where, such as `schemas[0].paths[2].weight`. */
interface RulesMistake {
  readonly path: string
  readonly message: string
}

export type ParsedRules =
  | { readonly rules: ExtractionRules; readonly mistakes?: never }
  | { readonly mistakes: readonly RulesMistake[]; readonly rules?: never }

const WHEN = ['about', 'always'] as const
const KINDS = ['text', 'keyword', 'code', 'ignore'] as const
/** Types that the extractor fills itself in its own way; `concept` can be added to. */
const OWN_TYPES = new Set([
  'schema',
  'name',
  'term',
  'identifier',
  'version',
  'date',
  'duration',
  'money',
  'percent',
  'url',
  'email',
  'hashtag',
  'mention',
])
const MAX_TERM_LENGTH = 64
/** PostgreSQL refuses U+0000 and lone surrogates with every breadcrumb that they come up in; a terminal obeys the rest. */
const UNSTORABLE = /[\p{Cc}\p{Cs}]/u
const MIN_WEIGHT = 0.1
const MAX_WEIGHT = 10

/** Reads a rules file's JSON into rules, or into all its mistakes. */
export function parseRules(json: unknown): ParsedRules {
  const parser = new RulesParser()
  const rules = parser.rules(json)
  return parser.mistakes.length > 0 ? { mistakes: parser.mistakes } : { rules }
}

class RulesParser {
  readonly mistakes: RulesMistake[] = []

  rules(json: unknown): ExtractionRules {
    const file = this.#object(json, '', ['schemas', 'vocabulary', 'always'])
    const vocabulary = file.vocabulary === undefined ? undefined : this.#vocabulary(file.vocabulary)
    return {
      ...(file.schemas !== undefined && {
        schemas: this.#list(file.schemas, 'schemas').map((item, i) =>
          this.#schemaRule(item, `schemas[${i}]`),
        ),
      }),
      ...(vocabulary !== undefined && { vocabulary }),
      ...(file.always !== undefined && { always: this.#always(file.always, vocabulary) }),
    }
  }

  #always(json: unknown, vocabulary: VocabularyTerms | undefined): string[] {
    const known = new Vocabulary(vocabulary)
    return this.#list(json, 'always').map((item, i) => {
      const term = this.#text(item, `always[${i}]`)
      if (term !== '' && !known.has(term))
        this.#mistake(`always[${i}]`, "is no term of this file's vocabulary or of RCRT's")
      return term
    })
  }

  #schemaRule(json: unknown, path: string): SchemaRule {
    const rule = this.#object(json, path, ['schema', 'paths', 'terms'])
    return {
      schema: this.#text(rule.schema, `${path}.schema`),
      // A rule that says something of terms need say nothing of paths.
      paths: this.#list(rule.paths ?? (rule.terms && []), `${path}.paths`).map((item, i) =>
        this.#pathRule(item, `${path}.paths[${i}]`),
      ),
      ...(rule.terms !== undefined && { terms: this.#oneOf(WHEN, rule.terms, `${path}.terms`) }),
    }
  }

  #oneOf<Known extends string>(known: readonly Known[], json: unknown, path: string): Known {
    const found = known.find((one) => one === json)
    if (found === undefined) this.#mistake(path, `must be one of ${known.join(', ')}`)
    return found ?? (known[0] as Known)
  }

  #pathRule(json: unknown, path: string): PathRule {
    const rule = this.#object(json, path, ['path', 'kind', 'weight'])
    return {
      path: this.#pathPattern(rule.path, `${path}.path`),
      ...(rule.kind !== undefined && { kind: this.#oneOf(KINDS, rule.kind, `${path}.kind`) }),
      ...(rule.weight !== undefined && { weight: this.#weight(rule.weight, `${path}.weight`) }),
    }
  }

  #pathPattern(json: unknown, path: string): string {
    const pattern = this.#text(json, path)
    if (pattern === '') return pattern
    const [root = '', ...keys] = pattern.split('.')
    if (!['title', 'description', 'tags', 'context', '*', '**'].includes(root))
      this.#mistake(path, 'must start with title, description, tags or context')
    else if (keys.includes('')) this.#mistake(path, 'has an empty key; keys are joined by single dots')
    else if (keys.length > 0 && ['title', 'description'].includes(root))
      this.#mistake(path, `can't go on: ${root} is a text, without keys`)
    return pattern
  }

  #vocabulary(json: unknown): Record<string, Record<string, string[]>> {
    const types = Object.entries(this.#object(json, 'vocabulary'))
    return Object.fromEntries(types.map(([type, terms]) => [type, this.#terms(type, terms)]))
  }

  #terms(type: string, json: unknown): Record<string, string[]> {
    const path = `vocabulary.${type}`
    if (!/^[a-z][a-z\d_-]{0,39}$/.test(type))
      this.#mistake(path, 'a type is 1 to 40 characters: a-z, 0-9, - and _, a letter first')
    if (OWN_TYPES.has(type))
      this.#mistake(path, 'is a type of the extractor itself; choose another name, or concept')
    const terms = Object.entries(this.#object(json, path))
    return Object.fromEntries(
      terms.map(([term, variants]) => {
        const at = `${path}[${JSON.stringify(term)}]`
        this.#term(term, at)
        return [term, this.#list(variants, at).map((variant, i) => this.#term(variant, `${at}[${i}]`))]
      }),
    )
  }

  #term(json: unknown, path: string): string {
    const term = this.#text(json, path)
    if (term.length === 1 || term.length > MAX_TERM_LENGTH)
      this.#mistake(path, `must have 2 to ${MAX_TERM_LENGTH} characters`)
    if (term !== '' && !/[\p{L}\p{N}]/u.test(term)) this.#mistake(path, 'must have a letter or a digit')
    if (UNSTORABLE.test(term))
      this.#mistake(path, 'must not have control characters or halves of surrogate pairs')
    return term
  }

  #weight(json: unknown, path: string): number {
    if (typeof json === 'number' && json >= MIN_WEIGHT && json <= MAX_WEIGHT) return json
    this.#mistake(path, `must be a number from ${MIN_WEIGHT} to ${MAX_WEIGHT}`)
    return 1
  }

  #text(json: unknown, path: string): string {
    if (typeof json === 'string' && json.trim() !== '') return json
    this.#mistake(path, json === undefined ? 'is missing' : 'must be a text that is not empty')
    return ''
  }

  #list(json: unknown, path: string): readonly unknown[] {
    if (Array.isArray(json)) return json
    this.#mistake(path, json === undefined ? 'is missing' : 'must be a list')
    return []
  }

  #object(json: unknown, path: string, keys?: readonly string[]): Readonly<Record<string, unknown>> {
    if (typeof json !== 'object' || json === null || Array.isArray(json)) {
      this.#mistake(path, 'must be an object')
      return {}
    }
    for (const key of Object.keys(json)) {
      if (keys !== undefined && !keys.includes(key)) {
        this.#mistake(path === '' ? key : `${path}.${key}`, `is not known here; known are ${keys.join(', ')}`)
      }
    }
    return { ...json }
  }

  #mistake(path: string, message: string): void {
    this.mistakes.push({ path: path === '' ? '(the file)' : legible(path), message })
  }
}

/** JSON.stringify leaves U+007F to U+009F as they are, and keys outside of the vocabulary come as they are. */
function legible(path: string): string {
  return path.replace(/\p{Cc}/gu, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
