import { ToolError } from '../../errors.ts'
import { duration } from './values.ts'

/** By signal, in seconds, bytes or times; Infinity where it is to take no part. */
export const DEFAULT_BUDGETS = {
  commits: 1,
  backends: 1,
  wal: 100e6,
  lag: 10,
  archive: 1e9,
  vacuum: 30,
  slowdown: 1.5,
}

/** The same, for help. */
export const DEFAULT_BUDGETS_WORDS =
  'commits=1s, backends=1, wal=100MB, lag=10s, archive=1GB, vacuum=30s, slowdown=1.5'

type Signal = keyof typeof DEFAULT_BUDGETS

export type GivenBudgets = Readonly<Partial<Record<Signal, number>>>

const TIME = { min: 1, max: 86_400_000 }
const BYTES: Readonly<Record<string, number>> = { kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 }

/** How what follows `=` is read, and what it has to be. */
const KINDS: Readonly<Record<Signal, 'time' | 'bytes' | 'number'>> = {
  commits: 'time',
  backends: 'number',
  wal: 'bytes',
  lag: 'time',
  archive: 'bytes',
  vacuum: 'time',
  slowdown: 'number',
}

/** Such as `wal=50MB` or `lag=off`. Several are collected. */
export function budget(text: string, earlier: GivenBudgets = {}): GivenBudgets {
  const [name = '', value = ''] = text.split(/=(.*)/s)
  if (!isSignal(name))
    throw wrong(text, `begin with one of ${Object.keys(KINDS).join(', ')}, such as wal=50MB`)
  return { ...earlier, [name]: value === 'off' ? Number.POSITIVE_INFINITY : amount(name, value, text) }
}

/** Whether no signal takes part. */
export function isAllOff(budgets: Readonly<Record<Signal, number>>): boolean {
  return Object.values(budgets).every((budget) => budget === Number.POSITIVE_INFINITY)
}

function isSignal(name: string): name is Signal {
  return Object.hasOwn(KINDS, name)
}

function amount(signal: Signal, value: string, text: string): number {
  switch (KINDS[signal]) {
    case 'time':
      return duration(`--budget ${signal}`, TIME)(value) / 1000
    case 'bytes':
      return bytes(value) ?? refuse(text, `have a size such as ${signal}=50MB (kB, MB, GB, TB), or off`)
    case 'number':
      return number(signal, value) ?? refuse(text, `have a number ${rangeOf(signal)}, such as 2.5, or off`)
  }
}

function bytes(value: string): number | undefined {
  const [, digits, unit = ''] = /^(\d{1,6}(?:\.\d{1,3})?)([kMGT]B)$/.exec(value) ?? []
  const size = Number(digits) * (BYTES[unit] ?? Number.NaN)
  return size > 0 ? size : undefined
}

/** The server at its best is once as slow as that. */
function number(signal: Signal, value: string): number | undefined {
  const amount = /^\d{1,4}(?:\.\d{1,3})?$/.test(value) ? Number(value) : Number.NaN
  return amount > (signal === 'slowdown' ? 1 : 0) ? amount : undefined
}

function rangeOf(signal: Signal): string {
  return signal === 'slowdown' ? 'above 1' : 'above 0'
}

function refuse(text: string, wanted: string): never {
  throw wrong(text, wanted)
}

function wrong(text: string, wanted: string): ToolError {
  return new ToolError('usage', `--budget is '${text}', but has to ${wanted}`)
}
