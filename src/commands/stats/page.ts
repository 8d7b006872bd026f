import { counted, formatAge, formatNumber, formatTime } from '../../cli/output/format.ts'
import { html, Markup } from '../../cli/output/html.ts'
import type { FrequentKeywords } from '../../database/records/frequent-keywords.ts'
import { lastRunWords } from './activity.ts'
import { percentOf } from './breakdown.ts'
import { ageOf } from './lanes.ts'
import { needsOf } from './needs.ts'
import { gauge, hourChart, legend, stack } from './page-charts.ts'
import { STYLE } from './page-style.ts'
import type { StatsSummary } from './summary.ts'
import { percentOfSample, sampleWords } from './words.ts'

export interface PageContent {
  /** `host:port/database`. */
  readonly place: string
  readonly summary: StatsSummary
  readonly words: FrequentKeywords | undefined
  readonly bad: readonly string[] | undefined
}

/** Nothing but what is in the page is loaded or run, whatever text got into it. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'"

/** One page that needs nothing beside it: no script, no font, no picture. */
export function statsPage({ place, summary, words, bad }: PageContent): string {
  const { countedAt, finishedByHour, lastRun } = summary
  return html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width">
<title>Breadcrumbs at ${place}</title>
<style>${new Markup(STYLE)}</style>
<h1>Breadcrumbs at ${place}</h1>
<p class="quiet">counted at ${formatTime(countedAt)} by rcrt-entities stats</p>
${bad === undefined || bad.length === 0 ? '' : html`<p class="bad">✖ bad: ${bad.join('; ')}</p>`}
<p class="headline">${counted(summary.total, 'breadcrumb')}, ${percentOf({ percent: summary.coveragePercent })} covered</p>
${stack(summary)}
${legend(summary)}
${needSection(summary)}
<h2>The last 24 hours: ${formatNumber(finishedByHour.reduce((sum, count) => sum + count, 0))} finished</h2>
${hourChart(finishedByHour)}
<p>${lastRunWords(lastRun, countedAt)}</p>
${laneSection(summary)}
${groupSection(summary)}
${words === undefined ? '' : wordSection(words)}
${failureSection(summary)}
</html>
`.text
}

function needSection(summary: StatsSummary): Markup {
  const needs = needsOf(summary)
  if (needs.length === 0) return html`<p>✔ nothing needs anybody</p>`
  const most = summary.failureKinds[0]?.count ?? 0
  return html`<h2>What needs somebody</h2>
<ul>${needs.map(({ words, command }) => html`<li>${words}: <code>rcrt-entities ${command}</code></li>`)}</ul>
${table(
  ['kind', 'failed', '', 'what'],
  summary.failureKinds.map(({ code, count, what }) => [
    code,
    count,
    gauge(count, most, `${count} of ${most}`),
    what,
  ]),
)}`
}

function laneSection({ lanes = [], countedAt }: StatsSummary): Markup {
  if (lanes.length === 0) return html``
  return html`<h2>By lane</h2>${table(
    ['lane', 'weight', 'pending', 'oldest', 'stale', 'oldest'],
    lanes.map(({ lane, weight, pending, oldestPendingAt, stale, oldestStaleAt }) => [
      ...[lane, weight, pending, ageOf(oldestPendingAt, countedAt)],
      ...[stale, ageOf(oldestStaleAt, countedAt)],
    ]),
  )}`
}

function groupSection({ schemas, extractors, total }: StatsSummary): Markup {
  if (extractors !== undefined)
    return html`<h2>By extractor</h2>${table(
      ['extractor', 'breadcrumbs', 'of all', ''],
      extractors.map((one) => [
        `${one.extractor ?? '(no record)'}${one.isDefault ? ' (default)' : ''}`,
        one.total,
        `${one.sharePercent ?? 0}%`,
        gauge(one.total, total, `${one.total} of ${total}`),
      ]),
    )}`
  return html`<h2>By schema</h2>${table(
    ['schema', 'breadcrumbs', 'covered', ''],
    schemas.map((one) => [
      one.schema ?? '(none)',
      one.total,
      percentOf({ percent: one.coveragePercent }),
      stack(one),
    ]),
  )}`
}

function wordSection(words: FrequentKeywords): Markup {
  const { keywords, sampled } = words
  return html`<h2>Keywords</h2><p class="quiet">${sampleWords(words)}</p>${table(
    ['keyword', 'carried by', ''],
    keywords.map(({ keyword, count }) => [
      keyword,
      `${percentOfSample(count, sampled)}%`,
      gauge(count, sampled, `${count} of ${sampled}`),
    ]),
  )}`
}

function failureSection({ newestFailures, countedAt }: StatsSummary): Markup {
  if (newestFailures.length === 0) return html``
  return html`<h2>Newest failures</h2>${table(
    ['breadcrumb', 'schema', 'when', 'error'],
    newestFailures.map(({ id, schema, failedAt, error }) => [
      html`<code>${id}</code>`,
      schema ?? '(none)',
      `${formatAge(failedAt, countedAt)} ago`,
      error,
    ]),
  )}`
}

/** Numbers to the right; what is markup is a chart or a code. */
function table(titles: readonly string[], rows: readonly (readonly (string | number | Markup)[])[]): Markup {
  if (rows.length === 0) return html``
  const cell = (value: string | number | Markup) => {
    if (typeof value === 'number') return html`<td class="number">${formatNumber(value)}</td>`
    if (typeof value === 'string') return html`<td>${value}</td>`
    return html`<td${value.text.startsWith('<div') ? html` class="chart"` : ''}>${value}</td>`
  }
  return html`<div class="scroll"><table>
<tr>${titles.map((title, at) => html`<th${typeof rows[0]?.[at] === 'number' ? html` class="number"` : ''}>${title}</th>`)}</tr>
${rows.map((row) => html`<tr>${row.map(cell)}</tr>\n`)}</table></div>`
}
