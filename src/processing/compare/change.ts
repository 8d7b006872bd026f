import type { Entities } from '../../extraction/breadcrumb.ts'

/** What came and went of a list, each in the order of its list. */
export interface ListChange {
  readonly gained: readonly string[]
  readonly lost: readonly string[]
}

export function changeOf(before: readonly string[], after: readonly string[]): ListChange {
  const [had, has] = [new Set(before), new Set(after)]
  return { gained: after.filter((one) => !had.has(one)), lost: before.filter((one) => !has.has(one)) }
}

export function sizeOf({ gained, lost }: ListChange): number {
  return gained.length + lost.length
}

/** `type value` of each entity. */
export function entityList(entities: Entities): string[] {
  return Object.entries(entities).flatMap(([type, values]) => values.map((value) => `${type} ${value}`))
}
