import fc from 'fast-check'

/** What a value is like: an ordinary word, with a digit, with signs, of several words, or long and random. */
type Kind = 'word' | 'digit' | 'signs' | 'words' | 'key'

/** A way to put a value into a text or a context beside its name. */
interface Place {
  readonly put: (name: string, value: string) => unknown
  readonly takes: readonly Kind[]
  /** Whose names it takes: what people type, or what machines show. */
  readonly names: 'password' | 'key' | 'any'
  /** Stands in docs/extraction.md. */
  readonly documented: boolean
}

const PASSWORD_NAMES =
  'password Password PASSWORD passwd dbPassword DB_PASSWORD db_password user_password new-password pwd passcode passphrase rootPassword smtp_pass Passwort Kennwort hasło wachtwoord şifre lösenord contraseña senha пароль heslo jelszó salasana'.split(
    ' ',
  )
const KEY_NAMES =
  'api_key apiKey API_KEY api-key access_token accessToken AUTH_TOKEN client_secret clientSecret secret SECRET_KEY secret_key private_key signing_key encryption-key bearer_token refresh_token webhook_secret'.split(
    ' ',
  )

const VALUES: Readonly<Record<Kind, readonly string[]>> = {
  word: ['swordfish', 'marmalade', 'lighthouse', 'correcthorsebattery', 'Rumpelstilz'],
  digit: ['hunter2b', 'summer2024', 'S3cur3Pa55', 'qwerty4711', 'trustno1maybe'],
  signs: [
    'Xk9,hunter2b',
    'Xk9<hunter2b',
    'pa55;hunter2b',
    'Xk9(hunter2b)',
    'a1b2|hunter2b',
    'hunter2b!#%zebra9',
    'Xk9&hunter2b$7',
  ],
  words: ['correct horse battery staple', 'marmalade zebra lighthouse violin'],
  key: [
    'aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY',
    'qzkxvmplwrtbncyhsdgfjaeuqokivxbn',
    '9f8c1e7ab4d2063f5e9b7c1d8a3f60e2',
    `wJalrXUtnFEMI/K7MDENG/${'bPxRfiCYzebra9KEY'}`,
  ],
}

const SIMPLE: readonly Kind[] = ['word', 'digit', 'key']
const ANY: readonly Kind[] = ['word', 'digit', 'signs', 'words', 'key']
const SIGNED: readonly Kind[] = ['word', 'digit', 'signs', 'key']
const TELLING: readonly Kind[] = ['digit', 'key']

const place = (
  names: Place['names'],
  takes: readonly Kind[],
  put: Place['put'],
  documented = true,
): Place => ({ names, takes, put, documented })
const hint = (put: Place['put'], takes: readonly Kind[] = TELLING): Place =>
  place('password', takes, put, false)

/** The ways of docs/extraction.md, and a few that it does not promise. */
const PLACES: Readonly<Record<string, Place>> = {
  assignment: place('any', SIGNED, (n, v) => `${n}=${v}`),
  'assignment with spaces': place('any', SIGNED, (n, v) => `${n} = ${v}`),
  'double quotes': place('password', ANY, (n, v) => `${n} = "${v}"`),
  'single quotes': place('password', ANY, (n, v) => `${n}: '${v}',`),
  'JSON text': place('password', ANY, (n, v) => JSON.stringify({ host: 'db', [n]: v, port: 5432 })),
  'escaped JSON': place('password', ANY, (n, v) => JSON.stringify(JSON.stringify({ [n]: v, on: true }))),
  YAML: place('any', SIMPLE, (n, v) => `database:\n  ${n}: ${v}\n  host: db`),
  'JSON key': place('password', ANY, (n, v) => ({ settings: { [n]: v } })),
  'JSON key of a machine': place('key', ['digit', 'key'], (n, v) => ({ settings: { [n]: v } })),
  'JSON name and value': place('password', ANY, (n, v) => ({ env: [{ name: n, value: v }] })),
  'JSON columns': place('password', SIGNED, (n, v) => ({
    columns: ['user', n],
    rows: [
      ['ada', v],
      ['bob', v],
    ],
  })),
  'JSON heading row': place('password', SIGNED, (n, v) => ({
    values: [
      ['user', n, 'role'],
      ['ada', v, 'admin'],
    ],
  })),
  'JSON columns in a text': place(
    'password',
    SIGNED,
    (n, v) => `It gave {"columns": ["user", "${n}"], "rows": [["ada", "${v}"]]} back.`,
  ),
  'argument list': place('any', ['digit', 'key'], (n, v) => ({ argv: ['tool', '--verbose', `--${n}`, v] })),
  'argument list of words': place('password', ['word'], (n, v) => ({ argv: ['tool', `--${n}`, v, 'run'] })),
  'argument list in a text': place('any', ['digit', 'key'], (n, v) => `CMD ["tool", "--${n}", "${v}"]`),
  flag: place('password', ['word', 'digit', 'key'], (n, v) => `tool --${n} ${v} --verbose`),
  'flag with equals': place('any', SIGNED, (n, v) => `tool --${n}=${v} --verbose`),
  CSV: place(
    'password',
    ['word', 'digit', 'key'],
    (n, v) => `email,${n},role\nada@example.com,${v},admin\nbob@example.com,${v},user`,
  ),
  'quoted CSV': place('password', SIGNED, (n, v) => `"email","${n}"\n"ada@example.com","${v}"`),
  'tabbed columns': place('password', SIGNED, (n, v) => `user\t${n}\trole\nada\t${v}\tadmin`),
  'aligned columns': place('password', SIMPLE, (n, v) => `USER    ${n}    ROLE\nada     ${v}     admin`),
  psql: place(
    'password',
    SIMPLE,
    (n, v) => ` user | ${n} \n------+----------\n ada  | ${v}\n bob  | ${v}\n(2 rows)`,
  ),
  mysql: place(
    'password',
    SIMPLE,
    (n, v) => `+------+-----+\n| user | ${n} |\n+------+-----+\n| ada | ${v} |\n+------+-----+`,
  ),
  'Markdown table': place(
    'password',
    SIMPLE,
    (n, v) => `| user | ${n} |\n| --- | --- |\n| ada | ${v} |\n| bob | ${v} |`,
  ),
  'Markdown row': place('password', SIMPLE, (n, v) => `| ${n} | ${v} |`),
  'HTML table': place(
    'password',
    SIMPLE,
    (n, v) =>
      `<table>\n <tr>\n  <th>User</th>\n  <th>${n}</th>\n </tr>\n <tr>\n  <td>ada</td>\n  <td>${v}</td>\n </tr>\n</table>`,
  ),
  'HTML definition': place('password', SIMPLE, (n, v) => `<dl><dt>${n}</dt><dd>${v}</dd></dl>`),
  'SQL insert': place(
    'password',
    SIGNED.filter((kind) => kind !== 'signs'),
    (n, v) =>
      `INSERT INTO users (email, "${n}") VALUES ('ada@example.com', '${v}'), ('bob@example.com', '${v}');`,
  ),
  'SQL copy': place(
    'password',
    SIGNED,
    (n, v) => `COPY users (email, ${n}) FROM stdin;\nada@example.com\t${v}\nbob@example.com\t${v}\n\\.\n`,
  ),
  'SQL update': place('password', SIMPLE, (n, v) => `UPDATE users SET ${n} = '${v}' WHERE id = 1;`),
  XML: place('any', SIMPLE, (n, v) => `<config><${n}>${v}</${n}></config>`),
  stringData: place(
    'any',
    SIMPLE,
    (_n, v) =>
      `apiVersion: v1\nkind: Secret\nmetadata:\n  name: app\nstringData:\n  first: ${v}\n  second: "${v}"`,
  ),
  'stringData in JSON': place('any', SIMPLE, (_n, v) => ({
    kind: 'Secret',
    stringData: { first: v },
    data: { second: v },
  })),
  'section of a file': place('any', SIMPLE, (_n, v) => `[credentials]\nuser = ada\nfirst = ${v}\n`),
  'end of a sentence': place(
    'password',
    ['word', 'digit', 'key'],
    (n, v) => `My ${n} is ${v}. Please do not tell anyone.`,
  ),
  'quotes in a sentence': place('password', ANY, (n, v) => `The ${n} is "${v}", I think.`),
  'change in a sentence': place(
    'password',
    ['word', 'digit', 'key'],
    (n, v) => `The ${n} was changed to ${v}.`,
  ),
  'change by somebody': place(
    'password',
    ['word', 'digit', 'key'],
    (n, v) => `I reset the ${n} to ${v}, see you.`,
  ),
  arrow: place('password', ['word', 'digit', 'key'], (n, v) => `${n} → ${v}`),
  'several words': place('password', ['words'], (n, v) => `${n}: ${v}`),
  'bold label': place('password', SIMPLE, (n, v) => `- **${n}:** \`${v}\``),
  'text of a link': place('password', SIMPLE, (n, v) => `[${n}](https://example.com/x): ${v}`),
  'percent-encoded': place('any', ['digit', 'key'], (n, v) => `https://example.com/?next=%2Fa%3F${n}%3D${v}`),
  query: place('any', ['digit', 'key'], (n, v) => `https://example.com/?a=1&${n}=${v}&b=2`),
  'connection string': place(
    'password',
    ['word', 'digit', 'key'],
    (_n, v) => `Server=db;User Id=sa;Password=${v};Encrypt=true`,
  ),
  'quoted connection string': place('password', SIGNED, (_n, v) => `Server=db;Password="${v}";Encrypt=true`),
  'user of an address': place(
    'password',
    ['word', 'digit'],
    (_n, v) => `postgres://ada:${v}@db.example.com:5432/app`,
  ),
  chpasswd: place('password', SIMPLE, (_n, v) => `echo "root:${v}" | sudo chpasswd`),
  lftp: place('password', SIMPLE, (_n, v) => `lftp -u ada,${v} ftp.example.com`),
  openssl: place('password', SIMPLE, (_n, v) => `openssl enc -aes-256-cbc -k ${v} -in a -out b`),
  mysqlClient: place('password', ['word', 'digit'], (_n, v) => ({
    command: ['mysql', '-u', 'root', `-p${v}`, 'app'],
  })),
  mongo: place('password', SIMPLE, (_n, v) => `mongosh -u ada -p ${v} --host db`),
  'net user': place('password', SIMPLE, (_n, v) => `net user ada ${v} /add`),
  SecureString: place(
    'password',
    ['word', 'digit', 'words'],
    (_n, v) => `ConvertTo-SecureString "${v}" -AsPlainText -Force`,
  ),
  'basic authentication in code': place(
    'password',
    SIMPLE,
    (_n, v) => `requests.get(url, auth=("ada", "${v}"))`,
  ),
  'literal of kubectl': place(
    'any',
    SIMPLE,
    (_n, v) => `kubectl create secret generic app --from-literal=first=${v}`,
  ),
  piped: place('password', SIMPLE, (_n, v) => `echo ${v} | docker login -u ada --password-stdin`),
  header: place('key', ['key'], (_n, v) => `curl -H "Authorization: Bearer ${v}" https://api.example.com`),
  'subject of a sentence': hint((n, v) => `${v} is the new ${n} of the printer`),
  'use of a sentence': hint((n, v) => `Log in with ${v} as the ${n} please`),
  brackets: hint((n, v) => `Use the ${n} (${v}) that you were given`),
  'no verb': hint((n, v) => `user ada ${n} ${v}`),
  'for whom': hint((n, v) => `The ${n} for the admin account is ${v} until Monday`),
}

/** What stands around the place. */
const FORMS: Readonly<Record<string, (text: string) => unknown>> = {
  'a string': (text) => text,
  'between paragraphs': (text) => `We met on Monday about the rollout.\n\n${text}\n\nIt went well.`,
  'a list of strings': (text) => [{ note: 'first' }, text, 'last'],
  'fenced code': (text) => `Run this:\n\n\`\`\`sh\n${text}\n\`\`\`\n\nThen wait.`,
  'a quotation': (text) =>
    /<[a-z]/.test(text)
      ? text
      : text
          .split('\n')
          .map((line) => `> ${line}`)
          .join('\n'),
  'carriage returns': (text) => text.replaceAll('\n', '\r\n'),
  'an HTML page': (text) =>
    /[<>&]/.test(text) ? text : `<html><body><p>Hello</p><pre>${text}</pre></body></html>`,
}

export interface Embedding {
  readonly place: string
  readonly form: string
  readonly context: unknown
  readonly value: string
  readonly documented: boolean
}

const placed: fc.Arbitrary<Embedding> = fc
  .constantFrom(...Object.entries(PLACES))
  .chain(([name, { put, takes, names, documented }]) =>
    fc
      .tuple(
        fc.constantFrom(
          ...(names === 'key' ? [] : PASSWORD_NAMES),
          ...(names === 'password' ? [] : KEY_NAMES),
        ),
        fc.constantFrom(...takes).chain((kind) => fc.constantFrom(...VALUES[kind])),
        fc.constantFrom(...Object.keys(FORMS)),
      )
      .map(([secretName, value, form]) => {
        const holder = put(secretName, value)
        const context = typeof holder === 'string' ? FORMS[form]?.(holder) : holder
        return { place: name, form, context, value, documented }
      }),
  )

/** So many ways in which a credential may stand in a breadcrumb, the same ones for the same seed. */
export const embeddings = (count: number, seed: number): Embedding[] =>
  fc.sample(placed, { numRuns: count, seed })
