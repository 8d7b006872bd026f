const HINTS = [
  ...[
    '-',
    '%',
    '|',
    '/p:',
    '<<<',
    'redis-cli',
    'ldap',
    'openssl',
    'keygen',
    'net ',
    'wifi',
    'sqlplus',
    'userid=',
  ],
  ...['oracle', 'literal', 'secret', 'config', 'nickserv', '-user', 'log', 'auth', 'pass', 'cred', 'cookie'],
  ...['identified', 'secure', 'env ', 'sign', 'send', 'username'],
] as const
type Hint = (typeof HINTS)[number]
const ANY_HINT = new RegExp(
  HINTS.map((hint) => (hint === '-' ? '(?<![\\w-])-(?=h?p|u)' : hint.replace('|', '\\|'))).join('|'),
  'g',
)

/** A way to hand over a credential that no name announces, with a part that each one contains. */
interface Handover {
  readonly hint: Hint
  /** The first group stays. */
  readonly pattern: RegExp
}

/** A quote before a space or a comma ends what stands before it. */
const ARGUMENT = `(?:"(?![\\s,])[^"\\n]{1,200}"|'(?![\\s,])[^'\\n]{1,200}'|[^\\s"']{3,400})`
const QUOTED = `(?:"[^"\\n]{1,200}"|'[^'\\n]{1,200}')`
/** Between the words of a command line, which may stand in a list: `"-p", "…"`. */
const GAP = `[\\s"',]{1,5}`
/** The same behind a flag, short of a quote that begins its value. */
const TO_VALUE = `[\\s"',]{0,4}?`
/** The rest of a command line before what matters. */
const ANY = '[^\\n|]{0,200}?'

const after = (hint: Hint, before: string, value = ARGUMENT): Handover => ({
  hint,
  pattern: new RegExp(`(${before})${value}`, 'gi'),
})
/** A flag of some programs that takes a password. */
const flag = (hint: Hint, programs: string, name: string): Handover =>
  after(hint, `\\b(?:${programs})\\b${ANY}${GAP}${name}[ =]?${TO_VALUE}`)

const COMMANDS: readonly Handover[] = [
  after('-user', `(?:^|${GAP})--(?:proxy-)?user(?:[ =]|${GAP})?["']?[\\w.@\\\\-]{1,100}:`),
  after('-', `(?:^|${GAP})-u(?:[ =]|${GAP})?["']?[\\w.@\\\\-]{1,100}:`),
  after('-', `\\blftp\\b${ANY}${GAP}-u${GAP}[\\w.@\\\\-]{1,100},`),
  after('%', `\\b(?:smbclient|rpcclient|net)\\b${ANY}${GAP}-U${GAP}[\\w.\\\\-]{1,60}%`),
  after(
    '-',
    `\\b(?:docker|podman|helm|oc|buildah|skopeo|crane|nerdctl|az|cf)\\b[^\\n]{0,200}?\\blogin\\b[^\\n]{0,200}?${GAP}-p[ =]?${TO_VALUE}`,
  ),
  after('-', `\\bsshpass${GAP}-p${TO_VALUE}`),
  after('-', `\\b(?:mysql|mysqldump|mysqladmin|mysqlimport|mariadb(?:-\\w{1,10})?)\\b${ANY}${GAP}-p`),
  flag(
    '-',
    'mongo(?:sh|dump|restore|export|import)?|psexec|rdesktop|ncftp(?:get|put)?|rabbitmqadmin|cqlsh|beeline|evil-winrm',
    '-p',
  ),
  after('-', `\\b(?:7z[ar]?|rar|unrar)\\b${ANY}${GAP}-h?p`),
  flag('-', 'plink|pscp|psftp|putty', '-pw'),
  flag('-', 'sqlcmd|bcp|isql|tsql|zip|unzip|zipcloak|mosquitto_(?:pub|sub)|ipmitool', '-P'),
  flag('redis-cli', 'redis-cli', '-a'),
  flag('ldap', 'ldap\\w{1,20}', '-w'),
  flag('ldap', 'ldappasswd', '-s'),
  flag('openssl', 'openssl', '-k'),
  flag('keygen', 'ssh-keygen', '-n'),
  flag('/p:', 'xfreerdp3?', '/p:'),
  after('pass', '\\bhtpasswd\\s+-\\w{0,5}b\\w{0,5}\\s+\\S{1,200}\\s+\\S{1,100}\\s+'),
  after('log', '\\b(?:vault|doppler|infisical|wrangler)\\s+login\\s+(?=\\S{0,100}\\d)'),
  after('log', '\\blogin\\s{1,3}\\S{1,100}\\s{1,3}password\\s{1,3}'),
  after('auth', '\\bauthtoken\\s+'),
  after('net ', '\\bnet\\s+use\\s[^\\n]{0,200}/user:\\S{1,100}\\s+'),
  after('net ', '\\bnet\\s+user\\s+[^\\s/]\\S{0,60}\\s+(?![/-])'),
  after('pass', `\\bwpa_passphrase\\s+${ARGUMENT}\\s+`),
  after('wifi', `\\bwifi\\s+connect\\s+${ARGUMENT}\\s+password\\s+`),
  after('pass', '\\brequirepass\\s+'),
  after('auth', '\\bmasterauth\\s+'),
  after('pass', `${GAP}-pass(?:in|out)?${GAP}pass:`),
  after('sqlplus', '\\bsqlplus\\s[^\\n]{0,100}?[\\w-]{1,40}/'),
  after('userid=', '\\buserid=["\']?[\\w-]{1,40}/'),
  after('oracle', 'jdbc:oracle:\\w{1,10}:[\\w-]{1,40}/'),
  after('literal', `--from-literal(?:=|${GAP})["']?[\\w.-]{1,60}=`),
  after('secret', `\\bsecrets?(?::|${GAP})set\\b${ANY}${GAP}(?:[A-Z_]\\w{0,60}=|(?:-b|--body)(?:=|${GAP}?))`),
  after('config', `\\bgit\\s+config\\b${ANY}(?:password|token)\\s+`),
  after('<<<', `(?:-stdin|\\bchpasswd|\\bpasswd|-token)\\b${ANY}<<<\\s{0,3}`),
  after('nickserv', '\\bnickserv\\s+(?:identify|register)\\s+'),
]

/** What is piped to a command that reads a password. */
const PIPED =
  /((?:\becho|\bprintf)\s{1,3}(?:-\w{1,3}\s{1,3}){0,2})(?:"[^"\n]{3,200}"|'[^'\n]{3,200}'|[^\s"'|]{3,400})(?=\s{0,5}\|[^\n]{0,200}(?:-stdin\b|\bchpasswd|\bpasswd\b|sudo\s[^\n]{0,60}-S\b|--with-token|-fd\b|\bkinit\b|cryptsetup|secret\s+create|\blogin\b))/gi

const IN_CODE: readonly Handover[] = [
  after('identified', '\\bidentified\\s+(?:with\\s+\\S{1,60}\\s+)?(?:by|as)\\s+(?:password\\s+)?(?=["\'])'),
  after('pass', `\\bset\\s+password\\s+for\\s+[^\\n=]{1,100}=\\s{0,3}(?:password\\()?`, QUOTED),
  after('secure', '\\bConvertTo-SecureString\\s+(?:-String\\s+)?'),
  after(
    'cred',
    `(?:Network|PS|UsernamePassword|Password)Credentials?["']?[\\s(,]{1,5}(?:-ArgumentList\\s{1,3})?\\(?${QUOTED}\\s{0,3},\\s{0,3}`,
    QUOTED,
  ),
  after(
    'auth',
    `(?:Basic|Digest|Plain|Password)_?Auth(?:entication|Provider)?\\(\\s{0,9}${QUOTED}\\s{0,3},\\s{0,9}`,
    QUOTED,
  ),
  after('auth', `\\bauth\\w{0,20}["']?\\s{0,3}[:=]\\s{0,3}[([{]\\s{0,9}${QUOTED}\\s{0,3},\\s{0,9}`, QUOTED),
  after('log', `\\.(?:log_?in|logon)\\(\\s{0,9}${QUOTED}\\s{0,3},\\s{0,9}`, QUOTED),
  after('sign', `\\.sign_?in\\(\\s{0,9}${QUOTED}\\s{0,3},\\s{0,9}`, QUOTED),
  after('auth', `\\bauthenticate\\(\\s{0,9}${QUOTED}\\s{0,3},\\s{0,9}`, QUOTED),
  after(
    'send',
    `assword[^\\n]{0,12}[\\s{}]{0,20}(?:exp_)?send(?:line)?\\b[\\s(]{1,3}(?:--\\s{1,3})?`,
    QUOTED,
  ),
  after('env ', '\\bENV\\s+\\w{0,40}(?:PASS|SECRET|TOKEN|KEY)\\w{0,20}\\s+'),
  {
    hint: 'pass',
    // What a client of FTP, POP3 or IRC sends.
    pattern: /(^(?:>{1,3}|C:|-->)?[ \t]{0,3}PASS\s{1,3}:?)\S{3,200}(?=\s{0,3}$)/gm,
  },
]

/** `: ada / `, before a word with a digit. */
const SLASHED = '\\s{0,3}[:=]\\s{0,3}[\\w.@-]{1,60}\\s{0,2}/\\s{0,2}(?=\\S{0,60}\\d)'
/** `as ada with `, before a word with a digit. */
const AS_USER = '(?:as|with)\\s{1,3}[\\w.@-]{1,60}\\s{1,3}(?:/|and|with)\\s{1,3}(?=\\S{0,60}\\d)'

const IN_PROSE: readonly Handover[] = [
  after(
    'cred',
    '\\bcred(?:ential)?s\\s{0,3}(?:are|:|=)\\s{0,3}["\'`]?[\\w.@-]{1,60}["\'`]?\\s{0,2}(?:[/:]|and|with)\\s{0,2}',
  ),
  after('log', `\\blogin${SLASHED}`),
  after('username', `\\busername${SLASHED}`),
  after('log', `\\blog\\s{1,3}in\\s{1,3}${AS_USER}`),
  after('sign', `\\bsign\\s{1,3}in\\s{1,3}${AS_USER}`),
  {
    hint: 'cookie',
    pattern: /(\bcookie["'`]{0,2}\s{0,3}[:=,]\s{0,3}["'`]?(?=[\w.-]{1,80}=))[^\n"'`]{1,4000}/gi,
  },
]

const HANDOVERS: readonly Handover[] = [...COMMANDS, { hint: '|', pattern: PIPED }, ...IN_CODE, ...IN_PROSE]

/** What a text has that hands over a credential and names none: one of these. */
export const SIGN_OF_HANDOVER =
  '://|bearer|basic|digest|apikey|log(?:in|on|_in|\\s+in)|sign(?:_?in|\\s+in)|assword|username|identified|userid=|oracle:|nickserv|net\\s+use|git\\s+config|sqlplus|<<<|/p:|wifi|echo|printf|env |[\\s"\',]--?[a-z]'

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

/** Takes out credentials that commands, addresses and headers hand over. */
export function withoutHandedOver(text: string, mark: string, isSecret: (value: string) => boolean): string {
  const hints = new Set(text.toLowerCase().match(ANY_HINT))
  let clean = text.replace(USER_OF_ADDRESS, '$1')
  for (const { hint, pattern } of HANDOVERS) {
    if (hints.has(hint)) clean = clean.replace(pattern, `$1${mark}`)
  }
  return clean.replace(AUTHORIZATION, (all, before: string, value: string) =>
    isSecret(value) ? before + mark : all,
  )
}
