import { describe, expect, test } from 'vitest'
import { databaseSettings } from '../../../src/cli/settings/database.ts'
import { refusalOf } from '../../support/refusal.ts'

const OWNER = '00000000-0000-0000-0000-00000000000a'
const OTHER = '00000000-0000-0000-0000-00000000000b'
const DATABASE_URL = 'postgresql://localhost/variable'
const databaseUrl = 'postgresql://localhost/flag'

test('without flags, the variables say where the database is, for whom, and how many connections it may have', () => {
  const env = { DATABASE_URL, OWNER_ID: OWNER.toUpperCase(), MAX_DB_CONNECTIONS: '7' }
  expect(databaseSettings({}, env)).toEqual({
    target: { kind: 'url', url: DATABASE_URL },
    owner: OWNER,
    maxConnections: 7,
  })
})

test('flags outrank variables', () => {
  const env = { DATABASE_URL, OWNER_ID: OTHER }
  expect(databaseSettings({ databaseUrl, owner: OWNER }, env)).toMatchObject({
    target: { kind: 'url', url: databaseUrl },
    owner: OWNER,
  })
  expect(databaseSettings({ embedded: 'here' }, env).target).toEqual({ kind: 'embedded', directory: 'here' })
})

test('with neither, all tenants and ten connections are meant; an empty variable is none', () => {
  for (const env of [{}, { OWNER_ID: '', MAX_DB_CONNECTIONS: '' }])
    expect(databaseSettings({ embedded: true }, env)).toEqual({
      target: { kind: 'embedded', directory: '.rcrt-entities' },
      owner: undefined,
      maxConnections: 10,
    })
})

test.each([{}, { DATABASE_URL: '' }])('no database at all (%j): all ways to name one are told', (env) => {
  const refusal = refusalOf(() => databaseSettings({}, env))
  expect(refusal).toMatchObject({ kind: 'configuration', message: 'no database is given' })
  expect(refusal.hint).toBe('name one with --database-url or DATABASE_URL, or try the tool with --embedded')
})

describe('what is wrong is refused as usage, by the name that it was given under', () => {
  test.each([
    [{ embedded: true as const, databaseUrl }, {}, '--embedded and --database-url exclude each other'],
    [{ embedded: '' }, {}, '--embedded names an empty directory'],
    [{ owner: 'me' }, {}, /^--owner is 'me', but has to be a uuid/],
    [{ owner: '' }, { OWNER_ID: OWNER }, /^--owner is ''/],
    [{}, { OWNER_ID: 'me' }, /^OWNER_ID is 'me', but has to be a uuid/],
    [{}, { MAX_DB_CONNECTIONS: '1' }, /^MAX_DB_CONNECTIONS is '1', but has to be .* from 2 to 1000/],
    [{}, { MAX_DB_CONNECTIONS: '1001' }, /^MAX_DB_CONNECTIONS is '1001'/],
  ])('%j %j', (flags, env, message) => {
    const refusal = refusalOf(() => databaseSettings(flags, { DATABASE_URL, ...env }))
    expect(refusal.kind).toBe('usage')
    expect(refusal.message).toMatch(message)
  })

  test.each(['2', '1000'])('but MAX_DB_CONNECTIONS may be %s', (MAX_DB_CONNECTIONS) => {
    const { maxConnections } = databaseSettings({ databaseUrl }, { MAX_DB_CONNECTIONS })
    expect(maxConnections).toBe(Number(MAX_DB_CONNECTIONS))
  })
})
