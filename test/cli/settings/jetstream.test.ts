import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { JetStreamFlags } from '../../../src/cli/arguments/jetstream.ts'
import { jetStreamSettings } from '../../../src/cli/settings/jetstream.ts'
import { refusalOf } from '../../support/refusal.ts'

const FLAGS: JetStreamFlags = {
  stream: 'EVENTS',
  consumer: 'worker',
  retention: 'limits',
  ackWait: 30_000,
  maxDeliver: 3,
}

function place(flags: Partial<JetStreamFlags>, env: Readonly<Record<string, string>> = {}) {
  return jetStreamSettings({ ...FLAGS, ...flags }, env).place
}

test('with neither flag nor variable, NATS is on this machine and asks nobody who they are', () => {
  expect(place({})).toEqual({ servers: ['localhost:4222'], tls: false, login: { kind: 'none' } })
})

test('the flag outranks the variable', () => {
  const env = { NATS_URL: 'nats://variable.example:4000' }
  expect(place({}, env).servers).toEqual(['variable.example:4000'])
  expect(place({ natsUrl: 'nats://flag.example' }, env).servers).toEqual(['flag.example:4222'])
})

test('several servers share one login, and TLS', () => {
  expect(place({ natsUrl: 'tls://me:se%40cret@one.example, tls://two.example:4223' })).toEqual({
    servers: ['one.example:4222', 'two.example:4223'],
    tls: true,
    login: { kind: 'password', user: 'me', password: 'se@cret' },
  })
})

test('what stands alone before the host is a token', () => {
  expect(place({ natsUrl: 'nats://t0ken@one.example' }).login).toEqual({ kind: 'token', token: 't0ken' })
})

test('a credentials file outranks what the URL holds', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'rcrt-creds-')), 'me.creds')
  writeFileSync(path, 'the file')
  const creds = { kind: 'creds', creds: 'the file' }
  expect(place({ natsUrl: 'nats://t0ken@one.example', natsCreds: path }).login).toEqual(creds)
  expect(place({}, { NATS_CREDS: path }).login).toEqual(creds)
})

describe('what is wrong is refused by the name that it was given under, and never quoted', () => {
  test.each([
    [{ natsUrl: 'geheim' }, {}, /^--nats-url has to be a URL such as nats:\/\/localhost:4222/],
    [{}, { NATS_URL: 'http://me:geheim@example.org' }, /^NATS_URL has to be a URL/],
    [{}, { NATS_URL: 'nats://one.example,geheim' }, /^NATS_URL has to be a URL/],
    [{ natsCreds: '/nonexistent/file' }, {}, /^--nats-creds can't be read/],
  ])('%j %j', (flags, env, message) => {
    const refusal = refusalOf(() => place(flags, env))
    expect(refusal.message).toMatch(message)
    expect(refusal.message).not.toContain('geheim')
  })
})
