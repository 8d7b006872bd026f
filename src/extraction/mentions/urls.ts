const TRACKING =
  /^(?:utm_\w+|gclid|dclid|fbclid|msclkid|mc_[ce]id|igshid|yclid|_hs\w+|ref_src|ref|si|spm|mkt_tok|vero_id|oly_\w+)$/i
const SECRET_PARAMETER =
  /(?:token|key|secret|signature|sig|password|passwd|pwd|code|auth|session|credential|jwt|policy|x-amz-.*|x-goog-.*)$/i
const URL_LIKE =
  /^(?:https?|ftp|wss?|postgres(?:ql)?|mysql|redis|nats|mongodb(?:\+srv)?|amqps?|file|git|ssh|s3):\/\/[^\s]{3,2000}$/i
const MAX_LENGTH = 300

export function isUrl(run: string): boolean {
  return URL_LIKE.test(run) || /^www\.[\w-]{1,63}\.[\w./?=&%#-]{2,500}$/i.test(run)
}

/** The address without user, password, tracking and secret parameters; nothing when it is none. */
export function cleanUrl(run: string): string | undefined {
  const address = run.startsWith('www.') ? `https://${run}` : run
  if (!URL.canParse(address)) return undefined
  const url = new URL(address)
  if (url.host === '') return undefined
  url.username = ''
  url.password = ''
  for (const name of [...url.searchParams.keys()]) {
    if (TRACKING.test(name) || SECRET_PARAMETER.test(name)) url.searchParams.delete(name)
  }
  const text = url.href
  return text.length <= MAX_LENGTH ? text : url.origin
}

/** The address's host alone: a path can name a person. */
export function originOf(run: string): string | undefined {
  const url = cleanUrl(run)
  return url === undefined ? undefined : `${new URL(url).protocol}//${new URL(url).host}/`
}

/** Words of an address that say what it is about: host without `www` and ending, and the path's words. */
export function urlWords(clean: string): string[] {
  const url = new URL(clean)
  const path = decoded(url.pathname)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => /^\p{L}{3,}$/u.test(word))
  return [url.hostname.replace(/^www\./, ''), ...path].filter((word) => word !== '')
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    // A % that encodes nothing is allowed in addresses.
    return path
  }
}
