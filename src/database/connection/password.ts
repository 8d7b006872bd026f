import { LoginProblem } from './login-problem.ts'

export type Environment = Readonly<Record<string, string | undefined>>

export interface Login {
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
}

/** Where libpq looks for a password that the connection string does not hold: PGPASSWORD, then the password file. */
export async function findPassword(login: Login, { PGPASSWORD }: Environment): Promise<string> {
  const password = PGPASSWORD || (await fromPasswordFile(login))
  if (password) return password
  throw new LoginProblem('NO_PASSWORD', 'it asks for a password, and none is given')
}

/** pg would do the same, with a warning that it will not do so for ever. */
async function fromPasswordFile(login: Login): Promise<string | undefined> {
  const { default: pgpass } = await import('pgpass')
  return new Promise((resolve) => pgpass(login, resolve))
}
