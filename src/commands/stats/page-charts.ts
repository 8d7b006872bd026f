import { counted, formatNumber } from '../../cli/output/format.ts'
import { html, type Markup } from '../../cli/output/html.ts'
import type { State } from '../../database/due/state.ts'
import { type CountByState, STATES_BY_NEED } from './summary.ts'

const FIRST_DONE = STATES_BY_NEED.indexOf('processed')
/** The order of a bar: what is done first, what needs somebody at the end. */
const STACKED: readonly State[] = [
  ...STATES_BY_NEED.slice(FIRST_DONE),
  ...STATES_BY_NEED.slice(0, FIRST_DONE).reverse(),
]

/** All breadcrumbs as one bar, each state as wide as its part. */
export function stack(counts: CountByState & { readonly total: number }): Markup {
  const states = STACKED.filter((state) => counts[state] > 0)
  const label = states.map((state) => `${formatNumber(counts[state])} ${state}`).join(', ')
  return html`<div class="stack" role="img" aria-label="${label}">${states.map(
    (state) =>
      html`<span class="${state}" style="width: ${percent(counts[state], counts.total)}%" title="${`${formatNumber(counts[state])} ${state}`}"></span>`,
  )}</div>`
}

/** One part of a whole. */
export function gauge(part: number, whole: number, label: string): Markup {
  return html`<div class="stack" role="img" aria-label="${label}"><span class="pending" style="width: ${percent(part, whole)}%"></span></div>`
}

export function legend(counts: CountByState): Markup {
  return html`<ul class="legend">${STATES_BY_NEED.filter((state) => counts[state] > 0).map(
    (state) => html`<li><i class="${state}"></i>${formatNumber(counts[state])} ${state}</li>`,
  )}</ul>`
}

/** A column an hour, as high as its part of the greatest. */
export function hourChart(hours: readonly number[]): Markup {
  const most = hours.reduce((highest, count) => Math.max(highest, count), 1)
  const label = `finished hour by hour, the oldest first: ${hours.join(', ')}`
  return html`<div class="hours" role="img" aria-label="${label}">${hours.map(
    (count, at) =>
      html`<span style="height: ${percent(count, most)}%" title="${`${counted(count, 'breadcrumb')}, ${hours.length - at} h ago`}"></span>`,
  )}</div><div class="ends quiet"><span>24 h ago</span><span>now</span></div>`
}

function percent(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((100_000 * part) / whole) / 1000
}
