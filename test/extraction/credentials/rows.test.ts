import { expect, it } from 'vitest'
import { withoutHeld } from '../../../src/extraction/credentials/holders.ts'
import { withoutSecretRows } from '../../../src/extraction/credentials/rows.ts'
import { withoutSecretColumns } from '../../../src/extraction/credentials/tables.ts'

const MARK = '…'

it.each([
  [
    "INSERT INTO users (email, password) VALUES ('ada@x.org', 'hunter2b');",
    "INSERT INTO users (email, password) VALUES ('ada@x.org', …);",
  ],
  [
    'insert  ignore  into  "shop"."users"  ( password , email )  values  ( \'hunter2b\' , 1 ) , ( \'xk9zebra\' , 2 )',
    'insert  ignore  into  "shop"."users"  ( password , email )  values  ( … , 1 ) , ( … , 2 )',
  ],
  [
    'REPLACE INTO `users`(`id`,`password`)VALUES(1,"hunter2b"),\n(2,"it\\"s2b"),(3,\'it\'\'s3b\')',
    'REPLACE INTO `users`(`id`,`password`)VALUES(1,…),\n(2,…),(3,…)',
  ],
  [
    'INSERT INTO [users] ([id], [password]) OVERRIDING SYSTEM VALUE VALUES (1, hunter2b), (2, NULL)',
    'INSERT INTO [users] ([id], [password]) OVERRIDING SYSTEM VALUE VALUES (1, …), (2, NULL)',
  ],
  [
    "INSERT INTO users (email) VALUES ('a'); INSERT INTO keys (api_key) VALUES ('aB3dE5fG7hJ9kL1m')",
    "INSERT INTO users (email) VALUES ('a'); INSERT INTO keys (api_key) VALUES (…)",
  ],
  [
    'INSERT INTO users (email, password) VALUES nothing',
    'INSERT INTO users (email, password) VALUES nothing',
  ],
  ['Put it into users (email) values', 'Put it into users (email) values'],
])('of rows in SQL, what columns name goes: %j', (text, clean) => {
  expect(withoutSecretRows(text, MARK)).toBe(clean)
})

it.each([
  [
    'COPY public.users (email, password) FROM stdin;\nada@x.org\thunter2b\nbob@x.org\txk9zebra\n\\.\nhunter2b\tstays',
    'COPY public.users (email, password) FROM stdin;\nada@x.org\t…\nbob@x.org\t…\n\\.\nhunter2b\tstays',
  ],
  [
    'copy "users"  ( password )  from  stdin with csv\nhunter2b\t1',
    'copy "users"  ( password )  from  stdin with csv\n…\t1',
  ],
  [
    'COPY a (x, y) FROM stdin;\n1\t2\n\\.\nCOPY b (x, password) FROM stdin;\n1\thunter2b\n\\.\n',
    'COPY a (x, y) FROM stdin;\n1\t2\n\\.\nCOPY b (x, password) FROM stdin;\n1\t…\n\\.\n',
  ],
])('of dumps, too: %j', (text, clean) => expect(withoutSecretRows(text, MARK)).toBe(clean))

it.each([
  [
    '{"columns": ["email", "password"], "rows": [["ada@x.org", "hunter2b"], ["bob", "xk9zebra"]]}',
    '{"columns": ["email", "password"], "rows": [["ada@x.org", …], ["bob", …]]}',
  ],
  ["[['email' , 'password'],\n  ['ada' , 'hunter2b']]", "[['email' , 'password'],\n  ['ada' , …]]"],
  [
    '[["id", "name", "mail", "password"], ["1", "ada", "a@x.org", "hunter2b"]]',
    '[["id", "name", "mail", "password"], ["1", "ada", "a@x.org", …]]',
  ],
  // A row that never ends has what it has.
  ['[["id", "password"], ["1", "hunter2b",', '[["id", "password"], ["1", …,'],
  ['[["id", "x"], ["1", "hunter2b"]]', '[["id", "x"], ["1", "hunter2b"]]'],
  [
    'cols: [ "password", "id" ],\nvalues : [ [ "hunter2b", 1 ] ]',
    'cols: [ "password", "id" ],\nvalues : [ [ …, 1 ] ]',
  ],
])('of lists of lists, too: %j', (text, clean) => expect(withoutSecretRows(text, MARK)).toBe(clean))

it.each([
  [
    '| user | password |\n|------|----------|\n| ada | hunter2b |\n| bob | xk9zebra |\n\nhunter2b | stays |',
    '| user | password |\n|------|----------|\n| ada |…|\n| bob |…|\n\nhunter2b | stays |',
  ],
  [
    '| **User** | `Password` |\n| :-: | --- |\n| ada | hunter2b',
    '| **User** | `Password` |\n| :-: | --- |\n| ada |…',
  ],
  [
    ' user │ password \n──────┼──────────\n ada  │ hunter2b ',
    ' user │ password \n──────┼──────────\n ada  │…',
  ],
  [
    '+------+----------+\n| user | password |\n+------+----------+\n| ada  | hunter2b |\n+------+----------+',
    '+------+----------+\n| user | password |\n+------+----------+\n| ada  |…|\n+------+----------+',
  ],
  [
    'user,password\nada,hunter2b\nbob,xk9zebra\n\nand hunter2b, too',
    'user,password\nada,…\nbob,…\n\nand hunter2b, too',
  ],
  ['"user","password"\n"ada, of x","hunter2b"', '"user","password"\n"ada, of x",…'],
  ['password;user;note\nhunter2b;ada;x', 'password;user;note\n…;ada;x'],
  ['user\tpassword\nada\thunter2b', 'user\tpassword\nada\t…'],
  ['user    password\nada     hunter2b', 'user    password\nada  …'],
  ['user,password\nada,hunter2b,more', 'user,password\nada,hunter2b,more'],
  ['Please, send the password to me.\nada,hunter2b', 'Please, send the password to me.\nada,hunter2b'],
  ['name,colour\nada,hunter2b', 'name,colour\nada,hunter2b'],
  ['user,password', 'user,password'],
  // Every name of a heading is one, and a row of it is no longer than rows are.
  ['We sell, to you: password\nada,hunter2b', 'We sell, to you: password\nada,hunter2b'],
  [`user,password${' '.repeat(3987)}\nada,hunter2b`, `user,password${' '.repeat(3987)}\nada,…`],
  // Words around a quote are no quoted cell.
  ['user\tpassword\nada\t"no" or none', 'user\tpassword\nada\t"no" or none'],
])('of tables, what a heading names goes: %j', (text, clean) => {
  expect(withoutSecretColumns(text, MARK)).toBe(clean)
})

it.each([
  [
    'stringData:\n  user: swordfish1\n  "port": hunter2b\n\n  - other: "xk9zebra"\nname: hunter2b',
    'stringData:\n  user: …\n  "port": …\n\n  - other: …\nname: hunter2b',
  ],
  [
    '- credentials: \n    first: hunter2b\n  next: hunter2b',
    '- credentials: \n    first: …\n  next: hunter2b',
  ],
  [
    '[secrets]\nfirst = hunter2b\nsecond = "xk9zebra"\n[other]\nthird = hunter2b',
    '[secrets]\nfirst = …\nsecond = …\n[other]\nthird = hunter2b',
  ],
  [' [[ credentials ]] \nfirst = hunter2b', ' [[ credentials ]] \nfirst = …'],
  [
    'kind: Secret\ndata:\n  first: aHVudGVyMmI=\nkind: ConfigMap\ndata:\n  first: aHVudGVyMmI=',
    'kind: Secret\ndata:\n  first: …\nkind: ConfigMap\ndata:\n  first: aHVudGVyMmI=',
  ],
  ['kind: ConfigMap\ndata:\n  first: aHVudGVyMmI=', 'kind: ConfigMap\ndata:\n  first: aHVudGVyMmI='],
  ['credentials:', 'credentials:'],
  ['x\nkind:   Secret\ndata:\n  first: aHVudGVyMmI=', 'x\nkind:   Secret\ndata:\n  first: …'],
  ['kind:Secret\ndata:\n  first: aHVudGVyMmI=', 'kind:Secret\ndata:\n  first: …'],
  // A sentence below such a name holds what it speaks of, not a value of its own.
  ['credentials:\n  (see the wiki): hunter2b', 'credentials:\n  (see the wiki): hunter2b'],
  [
    'credentials:\n  type: hunter2b\n  db: MY_DB_PASSWORD',
    'credentials:\n  type: hunter2b\n  db: MY_DB_PASSWORD',
  ],
])('below a name that holds credentials all values go: %j', (text, clean) => {
  expect(withoutHeld(text, MARK)).toBe(clean)
})
