import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const OBSERVABILITY = fileURLToPath(new URL('../../deploy/observability/', import.meta.url))

interface Panel {
  readonly title: string
  readonly targets: readonly { readonly expr: string }[]
}

/** Each query of the Grafana dashboard, with the title of its panel. */
export function panelQueries(): readonly (readonly [title: string, query: string])[] {
  const { panels } = JSON.parse(readFileSync(`${OBSERVABILITY}dashboard.json`, 'utf8')) as {
    readonly panels: readonly Panel[]
  }
  return panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr] as const))
}
