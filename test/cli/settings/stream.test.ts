import { describe, expect, test } from 'vitest'
import type { WatchFlags } from '../../../src/cli/arguments/watch.ts'
import { streamSettings } from '../../../src/cli/settings/stream.ts'
import { refusalOf } from '../../support/refusal.ts'

const AGENT = '00000000-0000-0000-0000-00000000000a'
const ENV = { RCRT_API_URL: 'https://variable.example', RCRT_TOKEN: 'variable', AGENT_ID: AGENT }

function settings(flags: Partial<WatchFlags>, env: Readonly<Record<string, string>>) {
  return streamSettings(flags, env)
}

test('without flags, the variables say where the stream is and who asks for it', () => {
  expect(settings({}, ENV)).toEqual({
    apiUrl: new URL('https://variable.example'),
    token: 'variable',
    agentId: AGENT,
  })
})

test('flags outrank variables', () => {
  const agentId = '00000000-0000-0000-0000-00000000000b'
  const flags = { apiUrl: 'http://flag.example/api', token: 'flag', agentId }
  expect(settings(flags, ENV)).toEqual({ apiUrl: new URL('http://flag.example/api'), token: 'flag', agentId })
})

test.each([{}, { RCRT_API_URL: '', RCRT_TOKEN: '', AGENT_ID: '' }])(
  'with neither (%j), RCRT is on this machine, gives tokens itself, and knows the agent of its compose file',
  (env) => {
    expect(settings({}, env)).toEqual({
      apiUrl: new URL('http://localhost:8080'),
      token: undefined,
      agentId: '00000000-0000-0000-0000-0000000000cb',
    })
  },
)

describe('what is wrong is refused as usage, by the name that it was given under', () => {
  test.each([
    [{ apiUrl: 'localhost:8080' }, {}, '--api-url has to be a URL such as http://localhost:8080'],
    [{ apiUrl: 'no URL' }, {}, /^--api-url has to be a URL/],
    [{}, { RCRT_API_URL: 'ftp://example.org' }, /^RCRT_API_URL has to be a URL/],
    [{ apiUrl: 'http://me@example.org' }, {}, '--api-url must not hold a user name or password'],
    [{}, { RCRT_API_URL: 'http://:geheim@example.org' }, /^RCRT_API_URL must not hold a user name/],
    [{ token: '' }, {}, /^--token is no bearer token/],
    [{}, { RCRT_TOKEN: 'a b' }, /^RCRT_TOKEN is no bearer token/],
    [{ agentId: 'me' }, {}, /^--agent-id is 'me', but has to be a uuid/],
    [{}, { AGENT_ID: 'me' }, /^AGENT_ID is 'me', but has to be a uuid/],
  ])('%j %j', (flags, env, message) => {
    const refusal = refusalOf(() => settings(flags, env))
    expect(refusal.kind).toBe('usage')
    expect(refusal.message).toMatch(message)
    expect(refusal.message).not.toContain('geheim')
  })

  test('whoever puts a password into the URL is told what to use', () => {
    const refusal = refusalOf(() => settings({ apiUrl: 'http://me:geheim@example.org' }, {}))
    expect(refusal.hint).toBe('pass a bearer token with --token or RCRT_TOKEN')
  })
})
