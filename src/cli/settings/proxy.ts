import { ToolError } from '../../errors.ts'
import type { Environment } from '../output/terminal.ts'
import { given } from './database.ts'

/** An HTTP proxy, and the variable that names it. Its URL may hold a password. */
export interface ProxySetting {
  readonly url: URL
  readonly variable: string
}

/**
 * The proxy through which the environment wants this address to be reached, by the variables that curl obeys:
 * `http_proxy` or `https_proxy`, else `all_proxy`, unless `no_proxy` lists the host. Capitals will do, too.
 */
export function proxyFor(url: URL, env: Environment): ProxySetting | undefined {
  const excepted = given(env, 'no_proxy') ?? given(env, 'NO_PROXY')
  if (excepted !== undefined && isExcepted(url, excepted)) return undefined
  const names = [`${url.protocol.slice(0, -1)}_proxy`, 'all_proxy'].flatMap(bothCases)
  for (const variable of names) {
    const text = given(env, variable)
    if (text !== undefined) return { url: proxyUrl(variable, text), variable }
  }
  return undefined
}

function bothCases(name: string): string[] {
  return [name, name.toUpperCase()]
}

/** Each entry is `*`, a host or a domain, with or without a dot before it, or either with a port. */
function isExcepted({ hostname, port, protocol }: URL, list: string): boolean {
  const portOfUrl = port || (protocol === 'https:' ? '443' : '80')
  return list.split(/[\s,]/).some((entry) => {
    const [, host, portOfEntry = portOfUrl] = /^(?:\*?\.)?(.+?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? []
    if (host === undefined || portOfEntry !== portOfUrl) return false
    return host === '*' || hostname === host || hostname.endsWith(`.${host}`)
  })
}

/** The value is not quoted in errors, since it may hold a password. */
function proxyUrl(variable: string, text: string): URL {
  const complete = text.includes('://') ? text : `http://${text}`
  const url = URL.canParse(complete) ? new URL(complete) : undefined
  if (url !== undefined && ['http:', 'https:'].includes(url.protocol)) return url
  throw new ToolError('configuration', `${variable} has to be the URL of an HTTP proxy`, {
    hint: `such as http://proxy.example:3128; or list the host of RCRT's API in NO_PROXY`,
  })
}
