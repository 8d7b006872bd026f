/** A way to hand over a credential that no name announces, with a part that each one contains. */
interface Handover {
  readonly hint: string
  /** The first group stays. */
  readonly pattern: RegExp
}

const ARGUMENT = `["']?([^\\s"']{3,400})`
const after = (hint: string, before: string): Handover => ({
  hint,
  pattern: new RegExp(`(${before})${ARGUMENT}`, 'gi'),
})

const HANDOVERS: readonly Handover[] = [
  after('-u', `(?:\\s|^)(?:-u|--user|--proxy-user)[ =]{0,2}["']?[\\w.@\\\\-]{1,100}:`),
  after(
    '-p',
    '\\b(?:docker|podman|helm|oc|buildah|skopeo|crane|nerdctl)\\s[^\\n]{0,200}?\\blogin\\b[^\\n]{0,200}?\\s-p[ =]?',
  ),
  after('-p', '\\bsshpass\\s+-p\\s?'),
  after('-p', '\\b(?:mysql|mysqldump|mysqladmin|mariadb)\\b[^\\n|]{0,200}?\\s-p'),
  after('-p', '\\b(?:sqlcmd|bcp|isql|zip|unzip)\\b[^\\n|]{0,200}?\\s-P\\s?'),
  after('redis-cli', '\\bredis-cli\\b[^\\n|]{0,200}?\\s-a\\s'),
  after('ldap', '\\bldap\\w{1,20}\\b[^\\n|]{0,200}?\\s-w\\s'),
  after('htpasswd', '\\bhtpasswd\\s+-\\w{0,5}b\\w{0,5}\\s+\\S{1,200}\\s+\\S{1,100}\\s+'),
  after('login', '\\b(?:vault|doppler|infisical|wrangler)\\s+login\\s+(?=\\S{0,100}\\d)'),
  after('login', '\\blogin\\s{1,3}\\S{1,100}\\s{1,3}password\\s{1,3}'),
  after('authtoken', '\\bauthtoken\\s+'),
  after('net use', '\\bnet\\s+use\\s[^\\n]{0,200}/user:\\S{1,100}\\s+'),
  after('identified by', '\\bidentified\\s+by\\s+(?=["\'])'),
  after('pass', '\\bENV\\s+\\w{0,40}PASS\\w{0,20}\\s+'),
  after('pass:', '\\s-pass(?:in|out)?\\s+pass:'),
  after('sqlplus', '\\bsqlplus\\s[^\\n]{0,100}?[\\w-]{1,40}/'),
  after('jdbc:oracle', 'jdbc:oracle:\\w{1,10}:[\\w-]{1,40}/'),
  after(
    'credentials',
    '\\bcredentials\\s{0,3}(?:are|:|=)\\s{0,3}["\'`]?[\\w.@-]{1,60}["\'`]?\\s{0,2}[/:]\\s{0,2}',
  ),
  after('login', '\\b(?:login|username)\\s{0,3}[:=]\\s{0,3}[\\w.@-]{1,60}\\s{0,2}/\\s{0,2}(?=\\S{0,60}\\d)'),
  {
    hint: 'stdin',
    pattern:
      /((?:\becho|\bprintf)\s{1,3}(?:-n\s{1,3})?)["']?[^\s"'|]{3,400}(?=["']?\s{0,5}\|[^\n]{0,200}-stdin)/gi,
  },
  {
    hint: 'assword',
    pattern:
      /((?:\buse|\btry|\benter|\btype|\bwith)\s{1,3})["'`*]{0,3}[^\s"'`]{3,200}(?=["'`*]{0,3}\s{1,3}as\s{1,3}(?:the|my|your|a|an|his|her|its|their)\s{1,3}(?:\w{1,20}\s{1,3}){0,2}password\b)/gi,
  },
  {
    hint: 'ookie',
    pattern: /(\bcookie["'`]{0,2}\s{0,3}[:=,]\s{0,3}["'`]?(?=[\w.-]{1,80}=))[^\n"'`]{1,4000}/gi,
  },
]

/** Nothing stands in its place, so that the address stays one. */
const USER_OF_ADDRESS = /(:\/\/)[^\s/@:;"'<>]{0,200}:[^\s"'<>;]{1,200}@(?=[\w.[-])/g

/** `user:password@host:5432/path` without a scheme. */
const LOGIN = /^(["'`(=]{0,2}[\w.-]{1,60}):[^\s/:"'<>]{3,100}@(?=[a-z][\w.-]{1,100}(?::\d{2,5}|\/)\b)/i
/** A line of PostgreSQL's .pgpass. */
const PGPASS = /^([\w.*-]{1,100}:(?:\d{2,5}|\*):[\w*-]{1,60}:[\w*-]{1,60}:)\S{3,200}$/

/** Takes the password out of a run without spaces that logs in somewhere. */
export function withoutLogin(run: string, mark: string): string {
  if (!run.includes(':')) return run
  return (run.includes('@') ? run.replace(LOGIN, `$1:${mark}`) : run).replace(PGPASS, `$1${mark}`)
}

const AUTHORIZATION = /(\b(?:bearer|basic|token|digest|apikey)\s{1,3})([\w.~+/=-]{8,4000})/gi

const ANY_HINT = new RegExp(
  ['://', 'bearer', 'basic', 'token', 'digest', 'apikey', ...HANDOVERS.map(({ hint }) => hint)].join('|'),
  'i',
)

/** Takes out credentials that commands, addresses and headers hand over. */
export function withoutHandedOver(text: string, mark: string, isSecret: (value: string) => boolean): string {
  if (!ANY_HINT.test(text)) return text
  const lower = text.toLowerCase()
  let clean = text.replace(USER_OF_ADDRESS, '$1')
  for (const { hint, pattern } of HANDOVERS) {
    if (lower.includes(hint)) clean = clean.replace(pattern, `$1${mark}`)
  }
  return clean.replace(AUTHORIZATION, (all, before: string, value: string) =>
    isSecret(value) ? before + mark : all,
  )
}
