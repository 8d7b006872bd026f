import { ToolError } from '../../errors.ts'

/** All but `disable` and `no-verify` ask for a certificate that is trusted and names the host. */
const SSL_MODES = ['disable', 'no-verify', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full']
/** What pg takes for `verify-full`, with a warning of nine lines that it will not do so for ever. */
const STRICTER_THAN_NAMED = ['allow', 'prefer', 'require', 'verify-ca']

/**
 * The connection string as pg is to get it. Which certificates are accepted is settled here, and stays so when pg
 * takes the names of its SSL modes for something weaker.
 *
 * @throws ToolError (configuration) that never shows the string, which may hold a password
 */
export function connectionUrl(text: string): string {
  refuseMalformed(text)
  const url = new URL(text)
  const mode = url.searchParams.getAll('sslmode').at(-1)
  if (mode === undefined) return text
  if (!SSL_MODES.includes(mode)) {
    throw new ToolError('configuration', `the database URL has an sslmode that there is not: '${mode}'`, {
      hint: `in --database-url (or DATABASE_URL), sslmode is one of ${SSL_MODES.join(', ')}`,
    })
  }
  // With this parameter pg does as libpq does, and warns of nothing.
  const asLibpq = url.searchParams.getAll('uselibpqcompat').at(-1) === 'true'
  if (asLibpq || !STRICTER_THAN_NAMED.includes(mode)) return text
  url.searchParams.set('sslmode', 'verify-full')
  return url.href
}

function refuseMalformed(text: string): void {
  // pg would take such a % for itself, and half of what follows, too.
  const strayPercent = /%(?![\da-f]{2})/i.test(text)
  if (!strayPercent && isConnectionString(text)) return
  const what = strayPercent ? ': a % in it is not followed by two hexadecimal digits' : ''
  throw new ToolError(
    'configuration',
    `the database URL (--database-url or DATABASE_URL) is malformed${what}`,
    {
      hint: 'write it as postgresql://user:password@host:5432/database, with special characters percent-encoded (% as %25)',
    },
  )
}

/** A password with a plain `/`, `?` or `#` would be taken apart, and shown as part of the host or the path. */
function isConnectionString(text: string): boolean {
  if (!/^postgres(ql)?:\/\//.test(text) || !URL.canParse(text)) return false
  const { pathname, search, hash } = new URL(text)
  return !`${pathname}${search}${hash}`.includes('@') && hash === ''
}
