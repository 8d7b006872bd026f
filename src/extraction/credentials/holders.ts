import { isSecretValue, type Secrecy, secrecyOf, secrecyWithin } from './secret-names.ts'

/** A key of YAML with an indented block below it, or a section of an INI or TOML file. */
const HOLDER = /^([ \t]{0,40}(?:- )?)["']?([\w.-]{1,60})["']?:[ \t]{0,9}$/
const SECTION = /^[ \t]{0,9}\[{1,2}([\w. -]{1,60})\]{1,2}[ \t]{0,9}$/
const ENTRY = /^([ \t]{0,60})(?:- )?["']?([\w. /-]{1,60}?)["']?[ \t]{0,9}[:=][ \t]{1,9}(?=\S)/
/** What a document of Kubernetes describes; under `data` of a secret all values are. */
const KIND = /^kind:[ \t]{0,9}["']?(\w{1,40})/

/** Takes out the values below names that hold credentials: `stringData:`, `credentials:`, `[secrets]`. */
export function withoutHeld(text: string, mark: string): string {
  if (!text.includes('\n') || !/secret|cred|password|stringdata/i.test(text)) return text
  let isSecret = text.includes('kind: Secret')
  let held: { readonly secrecy: Secrecy; readonly indent: number } | undefined
  return text
    .split('\n')
    .map((line) => {
      isSecret = kindIn(line, isSecret)
      const holder = holderIn(line, isSecret)
      if (holder !== undefined) {
        held = holder
        return line
      }
      if (held === undefined || line.trim() === '') return line
      if (SECTION.test(line) || indentOf(line) <= held.indent) held = undefined
      return held === undefined ? line : withoutValue(line, held.secrecy, mark)
    })
    .join('\n')
}

function kindIn(line: string, before: boolean): boolean {
  const kind = KIND.exec(line)?.[1]
  return kind === undefined ? before : kind === 'Secret'
}

function holderIn(line: string, isSecret: boolean): { secrecy: Secrecy; indent: number } | undefined {
  const [, indent = '', key = ''] = HOLDER.exec(line) ?? []
  const [, section = ''] = key === '' ? (SECTION.exec(line) ?? []) : []
  const secrecy = isSecret && key === 'data' ? 'secret' : secrecyOf(key === '' ? section : key)
  if (secrecy !== 'secret' && secrecy !== 'password') return undefined
  return { secrecy: 'secret', indent: section === '' ? indent.length : -1 }
}

function withoutValue(line: string, outer: Secrecy, mark: string): string {
  const [before = '', , key = ''] = ENTRY.exec(line) ?? []
  if (before === '') return line
  const value = line
    .slice(before.length)
    .trim()
    .replace(/^(["'])(.*)\1,?$/, '$2')
  return isSecretValue(secrecyWithin(outer, key), value) ? before + mark : line
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length
}
