// Whether an adaptive backfill spares the application beside it, and still uses what nobody else does:
//   p95   of pgbench at a fixed rate, as the application: on a quiet server, beside a backfill that is adaptive, and
//         beside one that is not, in turns, since no machine is equally busy for minutes
//   idle  what an adaptive backfill does alone, beside what one does that is not
//   turns how often the pace changes direction within a minute
// Exits with 1 when a promise is broken. BENCH_PACE=--no-adaptive shows that it can.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { postgresBinaries } from '../dist/test/support/postgres-binaries.js'
import { insert } from './many.mjs'
import { BIN, makeDatabase, print, withClient, withServer } from './server.mjs'

const ROWS = Number(process.env.BENCH_ROWS ?? 1_500_000)
const ROUNDS = Number(process.env.BENCH_REPEATS ?? 3)
const SECONDS = Number(process.env.BENCH_SECONDS ?? 30)
/** Long enough for its first seconds, when it only begins to grow, not to decide. */
const IDLE_SECONDS = 2 * SECONDS
const RATE = process.env.BENCH_RATE ?? '100'
/** What the promises are held against. */
const PACE = process.env.BENCH_PACE ?? '--adaptive'
/** From its start until it has found its pace. */
const SETTLING_SECONDS = Number(process.env.BENCH_SETTLING ?? 30)
const MOST_P95 = 1.1
const LEAST_IDLE = 0.8
const MOST_TURNS_A_MINUTE = 1
const OWN = join(postgresBinaries(false), 'pgbench')
const PGBENCH = existsSync(OWN) ? OWN : 'pgbench'

await withServer(async (urlOf) => {
  await makeDatabase(urlOf, 'bench_adaptive', (client) => insert(client, ROWS, 40, false))
  const url = urlOf('bench_adaptive')
  await pgbench(url, ['-i', '-q', '-s', '5'])
  await tidied(url)
  const { alone, idle } = await measuredAlone(url)
  // What that left dead is none of the rounds' concern.
  await tidied(url)
  const rounds = []
  for (let round = 1; round <= ROUNDS; round += 1) rounds.push(await measured(url, round))
  const p95 = median(rounds.map(({ adaptive }) => adaptive))
  const plain = median(rounds.map(({ plain: beside }) => beside))
  const runs = [alone, ...rounds.map(({ run }) => run)]
  const turns = Math.max(...runs.map(mostTurnsAMinute))
  print(`p95 beside it: ${plain.toFixed(2)} times that of a quiet server without --adaptive`)
  const kept = [
    promise('p95 beside it', p95, p95 <= MOST_P95, `at most ${MOST_P95} times that of a quiet server`),
    promise('idle capacity used', idle, idle >= LEAST_IDLE, `at least ${LEAST_IDLE}`),
    promise('turns a minute', turns, turns <= MOST_TURNS_A_MINUTE, `at most ${MOST_TURNS_A_MINUTE}`),
  ]
  if (kept.includes(false)) process.exitCode = 1
})

async function tidied(url) {
  await withClient(url, async (client) => {
    await client.query('VACUUM (ANALYZE)')
    await client.query('CHECKPOINT')
  })
}

function promise(what, figure, isKept, wanted) {
  print(`${isKept ? 'kept' : 'BROKEN'}: ${what} ${figure.toFixed(2)} (${wanted})`)
  return isKept
}

/** Between two that it is compared with: of two that are the same, the later one was seen to be a third slower. */
async function measuredAlone(url) {
  const plain = () => backfill(url, '--no-adaptive', delay(IDLE_SECONDS * 1000))
  const before = await plain()
  const alone = await backfill(url, PACE, delay(IDLE_SECONDS * 1000))
  const after = await plain()
  const rates = [before, alone, after].map(({ rate }) => Math.round(rate))
  print(`alone: ${rates[1]} rows/s, without --adaptive ${rates[0]} before and ${rates[2]} after`)
  print(`  ${toldChanges(alone)}`)
  return { alone, idle: alone.rate / ((before.rate + after.rate) / 2) }
}

/** Each is compared with the quiet before and after it. */
async function measured(url, round) {
  const before = await application(url)
  const { app: adaptive, ...run } = await backfill(url, PACE, application(url, SETTLING_SECONDS))
  const between = await application(url)
  const { app: plain, rate } = await backfill(url, '--no-adaptive', application(url, 3))
  const after = await application(url)
  print(
    `round ${round}: p95 quiet ${[before, between, after].map(told).join(', ')} ms; adaptive ${told(adaptive)} ms at ${Math.round(run.rate)} rows/s; without ${told(plain)} ms at ${Math.round(rate)} rows/s`,
  )
  print(`  ${toldChanges(run)}`)
  const raised = (app, one, other) => app.p95 / ((one.p95 + other.p95) / 2)
  return { adaptive: raised(adaptive, before, between), plain: raised(plain, between, after), run }
}

function toldChanges({ changes }) {
  return changes
    .map(({ rowsPerSecond, signal, budgetUsed }) => `${Math.round(rowsPerSecond)} (${signal} ${budgetUsed}%)`)
    .join(', ')
}

function told({ p95 }) {
  return p95.toFixed(1)
}

/** Runs one until `meanwhile` is over; `rate` is that of all of it. */
async function backfill(url, pace, meanwhile) {
  const args = [BIN, 'backfill', '--limit', 'all', pace, '--quiet', '--json']
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env.PATH, DATABASE_URL: url },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let stdout = ''
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text
  })
  const closed = once(child, 'close')
  const app = await meanwhile
  if (child.exitCode !== null)
    throw new Error(`it ended by itself (${child.exitCode}): set BENCH_ROWS higher`)
  child.kill('SIGTERM')
  await closed
  const { processed, seconds, paceChanges } = JSON.parse(stdout)
  return { rate: processed / seconds, changes: paceChanges, app }
}

function mostTurnsAMinute({ changes }) {
  const rates = [100, ...changes.map(({ rowsPerSecond }) => rowsPerSecond)]
  const isUp = changes.map((_, at) => rates[at + 1] > rates[at])
  const turns = changes
    .filter((_, at) => isUp[at] !== (isUp[at - 1] ?? true))
    .map(({ afterSeconds }) => afterSeconds)
  return Math.max(0, ...turns.map((from) => turns.filter((turn) => turn >= from && turn < from + 60).length))
}

/** Latencies from when each transaction was due, in milliseconds, but for those of the first so many seconds. */
async function application(url, settling = 0) {
  const directory = await mkdtemp(join(tmpdir(), 'rcrt-pgbench-'))
  try {
    const log = ['-l', '--log-prefix', join(directory, 'log'), '-T', String(settling + SECONDS)]
    const started = Date.now() / 1000
    await pgbench(url, ['-n', '-N', '-M', 'prepared', '-R', RATE, '-c', '4', ...log])
    const files = (await readdir(directory)).map((name) => readFile(join(directory, name), 'utf8'))
    const lines = (await Promise.all(files)).join('').trim().split('\n')
    const sorted = lines
      .map((line) => line.split(' ').map(Number))
      .filter(([, , , , second]) => second >= started + settling)
      .map(([, , microseconds]) => microseconds / 1000)
      .sort((a, b) => a - b)
    return { p95: sorted[Math.floor(sorted.length * 0.95)] }
  } finally {
    await rm(directory, { recursive: true })
  }
}

async function pgbench(url, args) {
  const { hostname, port, username, password, pathname } = new URL(url)
  const server = ['-h', hostname, '-p', port, '-U', username, pathname.slice(1)]
  const child = spawn(PGBENCH, [...args, ...server], {
    env: { PATH: process.env.PATH, PGPASSWORD: password },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text
  })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`pgbench exited with ${code}: ${stderr}`)
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
}
