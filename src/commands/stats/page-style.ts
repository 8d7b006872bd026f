import type { State } from '../../database/due/state.ts'

/** Both readable on white and on black. */
const STATE_COLOURS: Readonly<Record<State, string>> = {
  failed: '#d03b3b',
  stale: '#d9822b',
  retrying: '#e0b020',
  pending: '#3b7dd8',
  claimed: '#7c5cd6',
  processed: '#2f9e5b',
  skipped: '#8fc9a6',
  foreign: '#c05fa8',
  waiting: '#9aa0a6',
  unembedded: '#c4c8cc',
}

const STATE_RULES = Object.entries(STATE_COLOURS).map(
  ([state, colour]) => `.${state} { background: ${colour} }`,
)

export const STYLE = `
:root { color-scheme: light dark; --line: #8885; --quiet: #777 }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem }
h1, p, li { overflow-wrap: anywhere }
h1 { font-size: 1.5rem; margin: 0 } h2 { font-size: 1.05rem; margin: 2rem 0 .5rem }
.quiet, th { color: var(--quiet); font-weight: normal } .bad { color: #d03b3b }
.stack { display: flex; height: .9rem; min-width: 8rem; border-radius: .2rem; overflow: hidden; background: var(--line) }
.stack > span { display: block; height: 100%; flex: none }
.headline { font-size: 1.2rem; margin: 1rem 0 .4rem } .headline + .stack { height: 1.4rem }
.legend { display: flex; flex-wrap: wrap; gap: .2rem 1rem; padding: 0; list-style: none }
.legend i { display: inline-block; width: .8rem; height: .8rem; border-radius: .15rem; margin-right: .35rem; vertical-align: -1px }
.scroll { overflow-x: auto } table { border-collapse: collapse; width: 100% }
th, td { text-align: left; padding: .25rem .6rem .25rem 0; border-bottom: 1px solid var(--line); overflow-wrap: break-word }
th, td code, .number { white-space: nowrap } td:last-child { min-width: 12rem }
.number { text-align: right; font-variant-numeric: tabular-nums } .chart { width: 40% }
.hours { display: flex; align-items: flex-end; gap: 2px; height: 6rem; border-bottom: 1px solid var(--line) }
.hours > span { flex: 1; background: #3b7dd8; border-radius: 2px 2px 0 0 }
.ends { display: flex; justify-content: space-between } code { font-size: .92em }
${STATE_RULES.join('\n')}
`
