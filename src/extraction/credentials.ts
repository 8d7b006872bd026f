/** A kind of credential: found by its pattern wherever its hint, a part that each one contains, occurs. */
interface CredentialKind {
  readonly name: string
  readonly hint: string
  readonly pattern: RegExp
}

const kind = (name: string, hint: string, pattern: RegExp): CredentialKind => ({ name, hint, pattern })

/**
 * Formats that their issuers publish. Every pattern is linear: it starts at a fixed text or runs over one
 * class of characters of bounded length.
 */
const CREDENTIAL_KINDS: readonly CredentialKind[] = [
  kind(
    'private key',
    '-----BEGIN',
    /-----BEGIN[A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:(?!-----BEGIN)[\s\S]){0,20000}?(?:-----END[A-Z0-9 ]{0,40}-----|$)/g,
  ),
  kind('age key', 'AGE-SECRET-KEY-', /AGE-SECRET-KEY-1[A-Z0-9]{20,}/g),
  kind('JSON web token', 'eyJ', /\beyJ[\w-]{8,}(?:\.[\w-]{4,}){0,4}/g),
  kind('Anthropic', 'sk-ant-', /\bsk-ant-[\w-]{8,}/g),
  kind('OpenAI and alike', 'sk-', /\bsk-(?=[\w-]{0,60}\d)[\w-]{16,}/g),
  kind('Stripe', '_live_', /\b(?:sk|rk|pk)_live_\w{8,}/g),
  kind('Stripe test', '_test_', /\b(?:sk|rk|pk)_test_\w{8,}/g),
  kind('webhook signing secret', 'whsec_', /\bwhsec_[\w+/=-]{8,}/g),
  kind('AWS access key', 'A', /\b(?:AKIA|ASIA|AROA|AIDA|AGPA|ANPA|ANVA|ABIA|ACCA)[A-Z0-9]{16}\b/g),
  kind('GitHub', 'gh', /\bgh[pousr]_\w{16,}/g),
  kind('GitHub fine-grained', 'github_pat_', /\bgithub_pat_\w{16,}/g),
  kind('GitLab', 'gl', /\bgl(?:pat|dt|rt|cbt|ptt|ft|soat|agent|oas|imt)-[\w.-]{16,}/g),
  kind('Slack', 'xox', /\bxox[a-z]-[\w-]{8,}/g),
  kind('Slack app', 'xapp-', /\bxapp-[\w-]{8,}/g),
  kind('Slack webhook', 'hooks.slack.com', /hooks\.slack\.com\/(?:services|workflows)\/[\w/]{8,}/g),
  kind('Discord webhook', '/api/webhooks/', /\/api\/webhooks\/\d{5,}\/[\w-]{8,}/g),
  kind('Discord bot', '.', /\b[MNO][A-Za-z\d]{23,27}\.[\w-]{6}\.[\w-]{27,}/g),
  kind('Google API', 'AIza', /\bAIza[\w-]{16,}/g),
  kind('Google OAuth secret', 'GOCSPX-', /\bGOCSPX-[\w-]{8,}/g),
  kind('Google OAuth token', 'ya29.', /\bya29\.[\w-]{8,}/g),
  kind('Google refresh token', '1//0', /\b1\/\/0[\w-]{16,}/g),
  kind('npm', 'npm_', /\bnpm_(?=[A-Za-z]{0,36}\d)[A-Za-z0-9]{20,}/g),
  kind('PyPI', 'pypi-', /\bpypi-[\w-]{16,}/g),
  kind('RubyGems', 'rubygems_', /\brubygems_[a-f0-9]{16,}/g),
  kind('crates.io', 'cio', /\bcio(?=[a-zA-Z]{0,32}\d)[a-zA-Z0-9]{32}\b/g),
  kind('SendGrid', 'SG.', /\bSG\.[\w-]{8,}\.[\w-]{8,}/g),
  kind('Twilio', 'SK', /\bSK[0-9a-f]{32}\b/g),
  kind('Twilio account', 'AC', /\bAC[0-9a-f]{32}\b/g),
  kind('Mailgun', 'key-', /\bkey-[0-9a-z]{32}\b/g),
  kind('Mailchimp', '-us', /\b[0-9a-f]{32}-us\d{1,2}\b/g),
  kind('Brevo', 'xkeysib-', /\bxkeysib-[\w-]{16,}/g),
  kind('Hugging Face', 'hf_', /\bhf_[A-Za-z0-9]{16,}/g),
  kind('Replicate', 'r8_', /\br8_[A-Za-z0-9]{16,}/g),
  kind('Groq', 'gsk_', /\bgsk_[A-Za-z0-9]{16,}/g),
  kind('Perplexity', 'pplx-', /\bpplx-[A-Za-z0-9]{16,}/g),
  kind('xAI', 'xai-', /\bxai-[A-Za-z0-9]{16,}/g),
  kind('DigitalOcean', 'do', /\bdo[opr]_v1_[a-f0-9]{16,}/g),
  kind('Shopify', 'shp', /\bshp(?:at|ca|pa|ss)_[a-fA-F0-9]{16,}/g),
  kind('Square', 'sq0', /\bsq0[a-z]{3}-[\w-]{16,}/g),
  kind('Telegram bot', ':AA', /\b\d{8,10}:AA[\w-]{30,}/g),
  kind('Azure account key', 'AccountKey', /AccountKey\s{0,3}=\s{0,3}[\w+/=]{8,}/g),
  kind('signed URL', 'sig=', /\bsig=[\w%+/=-]{16,}/g),
  kind('signed URL', 'Signature=', /\b(?:X-Amz-|X-Goog-)?Signature=[\w%+/=~-]{16,}/g),
  kind('Azure client secret', '8Q~', /\b[\w~.-]{3}8Q~[\w~.-]{31,34}/g),
  kind('Databricks', 'dapi', /\bdapi[0-9a-f]{16,}(?:-\d)?/g),
  kind('Linear', 'lin_', /\blin_(?:api|oauth)_[A-Za-z0-9]{16,}/g),
  kind('Notion', 'ntn_', /\bntn_[A-Za-z0-9]{16,}/g),
  kind('Notion', 'secret_', /\bsecret_(?=[A-Za-z]{0,43}\d)[A-Za-z0-9]{32,}/g),
  kind('Figma', 'fig', /\bfig[dour]_[\w-]{16,}/g),
  kind('Postman', 'PMAK-', /\bPMAK-[a-f0-9-]{16,}/g),
  kind('Grafana', 'gl', /\bgl(?:sa|c)_[\w+/=]{16,}/g),
  kind('Sentry', 'sntry', /\bsntry[su]_[\w+/=.-]{16,}/g),
  kind('Vault', 'hv', /\bhv[sbr]\.[\w-]{16,}/g),
  kind('Terraform Cloud', '.atlasv1.', /\b[A-Za-z0-9]{10,20}\.atlasv1\.[\w-]{16,}/g),
  kind('Doppler', 'dp.', /\bdp\.(?:pt|st|ct|sa|scim|audit)\.[\w.-]{16,}/g),
  kind('PlanetScale', 'pscale_', /\bpscale_(?:tkn|oauth|pw)_[\w.-]{16,}/g),
  kind('Atlassian', 'ATATT', /\bATATT3[\w=-]{16,}/g),
  kind('Docker Hub', 'dckr_', /\bdckr_(?:pat|oat)_[\w-]{16,}/g),
  kind('Supabase', 'sb', /\bsb(?:p_[a-f0-9]{16,}|_secret_[\w-]{16,})/g),
  kind('Fly.io', 'fm', /\bfm[12][ar]?_[\w+/=]{16,}/g),
  kind('New Relic', 'NRAK-', /\bNRAK-[A-Z0-9]{16,}/g),
  kind('PagerDuty and others', 'pat_', /\b[a-z]{2,8}_pat_[\w-]{16,}/g),
  kind('password hash', '$', /\$(?:2[abxy]?|5|6|apr1|argon2(?:id|i|d)|y)\$[\w./=,$+-]{8,}/g),
  kind('WireGuard key', 'PrivateKey', /PrivateKey\s{0,3}=\s{0,3}[\w+/]{20,}=?/g),
  kind('connection string', 'Password=', /\bPassword=[^;\s"']{1,200}/g),
]

/** Names of keys and variables whose value is a credential. */
const SECRET_NAME =
  /(?:^|[_\-. ])(?:pass(?:word|wd|phrase|code)?|pwd|secrets?|(?:access|auth|bearer|refresh|session|id|bot|csrf|api|personal)[_\- ]?tokens?|token|api[_\- ]?keys?|(?:private|secret|access|signing|encryption|master|client|account|shared|storage|service|license)[_\- ]?(?:keys?|secrets?)|credentials?|authorization|cookies?|session[_\- ]?id|connection[_\- ]?string|otp|pin|cvv|ssn)$/i
/** Of those, the ones whose value is a credential even when it has spaces. */
const PASSWORD_NAME = /pass(?:word|wd|phrase)$|^pwd$|private[_\- ]?key$/i

/** Whether the value under a key of a JSON document is a credential going by the key's name. */
export function isSecretKey(key: string, value: string): boolean {
  const name = key.replace(/([a-z0-9])([A-Z])/g, '$1_$2')
  if (key.length > 100 || !SECRET_NAME.test(name)) return false
  return PASSWORD_NAME.test(name) || !/\s/.test(value.trim())
}

/** `password = …`, `"api_key": "…"`, `--token …`, `TOKEN=…` in prose, JSON and code. */
const ASSIGNMENT =
  /((?:pass(?:word|wd|phrase|code)|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|signing[_-]?key|encryption[_-]?key|master[_-]?key|account[_-]?key|client[_-]?key|credentials?|auth)[\\"'`]{0,2}\s{0,4}(?::=|=>|[:=])\s{0,4}[\\"'`]{0,2}|--(?:password|token|secret|api-key)[ =]["']?)([^\s\\"'`,;<>(){}[\]]{3,400})/gi
/** "the password is …" in prose. */
const SAID_PASSWORD =
  /(\b(?:password|passphrase|passcode|pin|api key|secret key|access key|token)\s{1,3}(?:is|was|to|:)?\s{0,3})["'`“]?((?=[^\s]{0,200}\d)[^\s"'`”,;]{4,200}|(?<=["'`“])[^\s"'`”]{4,200}(?=["'`”]))/gi
const AUTHORIZATION =
  /(\b(?:bearer|basic|token|digest)\s{1,3})((?=[\w.~+/=-]{0,400}[\d._=])[\w.~+/=-]{8,4000})/gi
const URL_CREDENTIALS = /(:\/\/)[^\s/@:"'<>]{0,200}:[^\s/"'<>]{1,200}@/g
const SHORTEST_KEY = 12
const RANDOM_RUN = /[A-Za-z0-9+/_=-]{20,}/g

/** What stands in the place of a credential: a mark that ends phrases and is no keyword. */
const REMOVED = ' … '

/** The text with its credentials taken out. */
export function withoutCredentials(text: string): string {
  let clean = text
  if (mayHoldKeys(text)) {
    for (const { hint, pattern } of CREDENTIAL_KINDS) {
      if (clean.includes(hint)) clean = clean.replace(pattern, REMOVED)
    }
    clean = clean.replace(RANDOM_RUN, (run) => (isRandom(run) ? REMOVED : run))
  }
  if (clean.includes('://') && clean.includes('@')) clean = clean.replace(URL_CREDENTIALS, '$1')
  clean = clean.replace(ASSIGNMENT, (all: string, before: string, value: string) =>
    isPlaceholder(value) ? all : before + REMOVED,
  )
  clean = clean.replace(SAID_PASSWORD, (_all, before: string) => before + REMOVED)
  return clean.replace(AUTHORIZATION, (_all, before: string) => before + REMOVED)
}

/** Whether there is a run without spaces as long as the shortest key, with a digit: most prose has none. */
function mayHoldKeys(text: string): boolean {
  let start = 0
  let digits = false
  for (let i = 0; i <= text.length; i += 1) {
    const code = text.charCodeAt(i)
    if (code > 32) digits ||= code >= 48 && code <= 57
    else {
      if (digits && i - start >= SHORTEST_KEY) return true
      start = i + 1
      digits = false
    }
  }
  return (
    (digits && text.length - start >= SHORTEST_KEY) ||
    text.includes('-----BEGIN') ||
    text.includes('assword=')
  )
}

/** In code and schemas the value is often no credential: a type, a variable, a call, a description. */
function isPlaceholder(value: string): boolean {
  return (
    /^(?:string|str|number|boolean|bool|int|integer|null|none|undefined|true|false|required|optional|secret|any|unknown|object|text|varchar|char|bytes?|env|process\.env[.\w]*|os\.environ[.\w]*|config[.\w]*|self\.\w+|this\.\w+|req\.[.\w]*|options?\.\w+|\$\w*|new|await|the|an?|your|if|in|and|or|is|not|for|to|get\w*|[A-Z][a-z]+Token|%s|\?)[.;:]?$/i.test(
      value,
    ) || /^[$%*.…x]+$/.test(value)
  )
}

/**
 * Whether a run of 20 characters and more looks drawn at random: letters and digits mixed all over, which
 * words, names and identifiers never are.
 */
export function isRandom(run: string): boolean {
  if (run.length < 20) return false
  const pieces = run.split(/[-_/+=]/)
  return (
    pieces.some((piece) => piece.length >= 16 && isMixed(piece)) ||
    (pieces.length > 1 &&
      isMixed(run.replace(/[-_/+=]/g, '')) &&
      pieces.some((piece) => piece.length >= 10 && isMixed(piece)))
  )
}

/** At least three of ten characters are followed by one of another class; names change class at their words. */
function isMixed(run: string): boolean {
  const digits = run.match(/\d/g)?.length ?? 0
  if (digits === run.length) return false
  const changes = run.match(/[a-z](?=[A-Z\d])|[A-Z](?=\d)|\d(?=[A-Za-z])/g)?.length ?? 0
  return changes >= run.length * 0.3
}
