import { expect, test } from 'vitest'
import { proxyFor } from '../../../src/cli/settings/proxy.ts'
import { insertBreadcrumbs, numberedBreadcrumbs } from '../../support/breadcrumbs.ts'
import { startCli } from '../../support/cli.ts'
import { HttpProxy } from '../../support/http-proxy.ts'
import { startRcrt } from '../../support/rcrt.ts'
import { refusalOf } from '../../support/refusal.ts'

const PROXY = 'http://proxy.example:3128'
const API = new URL('http://rcrt.example:8080')

test.each([
  [{ http_proxy: PROXY }, 'http_proxy'],
  [{ HTTP_PROXY: PROXY }, 'HTTP_PROXY'],
  [{ HTTP_PROXY: 'proxy.example:3128' }, 'HTTP_PROXY'],
  [{ ALL_PROXY: PROXY }, 'ALL_PROXY'],
  [{ http_proxy: '', ALL_PROXY: PROXY }, 'ALL_PROXY'],
  [{ HTTP_PROXY: PROXY, NO_PROXY: 'localhost,example.org' }, 'HTTP_PROXY'],
  [{ HTTP_PROXY: PROXY, NO_PROXY: 'rcrt.example:443' }, 'HTTP_PROXY'],
  [{ HTTP_PROXY: PROXY, NO_PROXY: 'example:8080, ample' }, undefined],
  [{ HTTP_PROXY: PROXY, NO_PROXY: 'localhost,rcrt.example' }, undefined],
  [{ HTTP_PROXY: PROXY, no_proxy: '.example' }, undefined],
  [{ HTTP_PROXY: PROXY, NO_PROXY: '*' }, undefined],
  [{ HTTP_PROXY: PROXY, NO_PROXY: 'localhost,, *:8080' }, undefined],
  [{ HTTP_PROXY: PROXY, NO_PROXY: '.,:8080,*:443' }, 'HTTP_PROXY'],
  [{ HTTP_PROXY: PROXY, NO_PROXY: 'api.rcrt.example' }, 'HTTP_PROXY'],
  [{ HTTPS_PROXY: PROXY }, undefined],
  [{}, undefined],
])('%j', (env, variable) => {
  const proxy = proxyFor(API, env)
  expect(proxy?.variable).toBe(variable)
  expect(proxy?.url.href).toBe(variable && `${PROXY}/`)
})

test('https has a variable of its own', () => {
  const url = new URL('https://rcrt.example')
  expect(proxyFor(url, { HTTP_PROXY: PROXY })).toBeUndefined()
  expect(proxyFor(url, { HTTP_PROXY: PROXY, HTTPS_PROXY: PROXY })?.variable).toBe('HTTPS_PROXY')
  expect(proxyFor(url, { HTTPS_PROXY: PROXY, NO_PROXY: 'rcrt.example:443' })).toBeUndefined()
})

test('without a port, that of the scheme counts', () => {
  const url = new URL('http://rcrt.example')
  expect(proxyFor(url, { HTTP_PROXY: PROXY, NO_PROXY: 'rcrt.example:80' })).toBeUndefined()
  expect(proxyFor(url, { HTTP_PROXY: PROXY, NO_PROXY: 'rcrt.example:443' })?.url.href).toBe(`${PROXY}/`)
})

test('a proxy may speak TLS', () => {
  expect(proxyFor(API, { HTTP_PROXY: 'https://proxy.example' })?.url.href).toBe('https://proxy.example/')
})

test.each(['socks5://u:hunter2@proxy.example', 'http://u:hunter2@[proxy'])(
  'what is no HTTP proxy is refused, without showing its password: %s',
  (ALL_PROXY) => {
    const refusal = refusalOf(() => proxyFor(API, { ALL_PROXY }))
    expect(refusal).toMatchObject({
      kind: 'configuration',
      message: 'ALL_PROXY has to be the URL of an HTTP proxy',
      hint: "such as http://proxy.example:3128; or list the host of RCRT's API in NO_PROXY",
    })
  },
)

test('watch follows the stream through the proxy of the environment, and ends when it is done', async () => {
  const rcrt = await startRcrt()
  const proxy = await HttpProxy.start(rcrt.standIn.port)
  const env = { ...rcrt.env, RCRT_API_URL: 'http://rcrt.invalid', HTTP_PROXY: proxy.url.href }
  const watcher = startCli(['watch', '--count', '1', '--no-sweep'], { env })
  await watcher.waitForStderr(/^Connected to the event stream$/m)
  await insertBreadcrumbs(rcrt.database.pool, numberedBreadcrumbs(1))
  const { stdout, code } = await watcher.exit
  await proxy.close()
  await rcrt.close()
  expect(stdout).toMatch(/Extracted entities for/)
  expect(code).toBe(0)
})
