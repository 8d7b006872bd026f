import type { BreadcrumbEvent } from '../event.ts'

/**
 * RCRT publishes a creation on two subjects. Of these two messages the id says which is superfluous: workers that get
 * messages in turn, one the first of each pair and one the second, have equal shares that way, and never the same
 * breadcrumb.
 */
export function isSuperfluous(subject: string, { id, version }: BreadcrumbEvent): boolean {
  if (version !== 1) return false
  const isEven = Number.parseInt(id.slice(-1), 16) % 2 === 0
  return subject.endsWith(isEven ? '.updated' : '.created')
}

/** Whether these subjects, which may have wildcards, are those of both messages. */
export function haveBoth(subjects: readonly string[]): boolean {
  return haveCreations(subjects) && haveUpdates(subjects)
}

export function haveCreations(subjects: readonly string[]): boolean {
  return subjects.some((subject) => includes(subject, 'bc.id.created'))
}

export function haveUpdates(subjects: readonly string[]): boolean {
  return subjects.some((subject) => includes(subject, 'bc.id.updated'))
}

function includes(subject: string, each: string): boolean {
  const [wanted, found] = [subject.split('.'), each.split('.')]
  if (wanted.at(-1) === '>') found.length = Math.min(found.length, wanted.length)
  return (
    wanted.length === found.length &&
    wanted.every((token, index) => token === '*' || token === '>' || token === found[index])
  )
}
