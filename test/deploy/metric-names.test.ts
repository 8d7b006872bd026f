import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { OBSERVABILITY, panelQueries } from '../support/dashboard.ts'
import { exportedText, seriesNames } from '../support/exported-metrics.ts'

function namesIn(text: string): string[] {
  return [...text.matchAll(/\brcrt_entities_\w+/g)].map(([name]) => name)
}

test('each panel names metrics, and only those that are exported', async () => {
  const exported = seriesNames(await exportedText())
  for (const [title, query] of panelQueries()) {
    expect(namesIn(query), title).not.toEqual([])
    expect(
      namesIn(query).filter((name) => !exported.has(name)),
      title,
    ).toEqual([])
  }
})

test.each(['alerts.yml', 'alerts.test.yml'])('%s names only metrics that are exported', async (file) => {
  const exported = seriesNames(await exportedText())
  const named = namesIn(readFileSync(OBSERVABILITY + file, 'utf8'))
  expect(named.length).toBeGreaterThan(3)
  expect(named.filter((name) => !exported.has(name))).toEqual([])
})

test('each metric that is exported is in the dashboard and in docs/metrics.md', async () => {
  const shown = new Set(panelQueries().flatMap(([, query]) => namesIn(query)))
  const docs = readFileSync(new URL('../../docs/metrics.md', import.meta.url), 'utf8')
  const families = [...(await exportedText()).matchAll(/^# TYPE rcrt_entities_(\S+)/gm)].map(
    ([, name]) => name,
  )
  expect(families.length).toBeGreaterThan(20)
  expect(
    families.filter((name) => ![...shown].some((one) => one.startsWith(`rcrt_entities_${name}`))),
  ).toEqual([])
  expect(families.filter((name) => !docs.includes(`\`${name}`))).toEqual([])
})
