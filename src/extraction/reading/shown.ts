import { withoutCredentials } from '../credentials/credentials.ts'
import { cleanUrl } from '../mentions/urls.ts'

/** Text as anybody may see it: without credentials, and without what addresses hold of users and secret parameters. */
export function shownText(text: string): string {
  return withoutSecretParameters(withoutCredentials(text))
}

/** Of a scheme, the last letters are enough: looked for in one long word, none takes long. */
const ADDRESS = /(?:[a-z][a-z\d+.-]{0,30}:\/\/|www\.)[^\s<>"'`]+/gi

/** Of addresses extraction gives no user, password or secret parameter, either. */
export function withoutSecretParameters(text: string): string {
  return text.replace(ADDRESS, (address) => {
    const [beforeFragment = ''] = address.split('#')
    return /[@?#]/.test(address) ? (cleanUrl(beforeFragment) ?? '…') : address
  })
}
