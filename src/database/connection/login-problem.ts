/**
 * Why nobody can log in, though the server was reached:
 * - `NO_PASSWORD`: it asks for one, and none is given.
 * - `LOGIN_METHOD`: it asks for a login of a kind that pg does not know.
 * - `NOT_POSTGRESQL`: its words are not those of a PostgreSQL server.
 */
export type LoginProblemCode = 'NO_PASSWORD' | 'LOGIN_METHOD' | 'NOT_POSTGRESQL'

/** Stands beside the errors of pg and of the socket below it: the table of faults knows its codes, too. */
export class LoginProblem extends Error {
  readonly code: LoginProblemCode

  constructor(code: LoginProblemCode, message: string) {
    super(message)
    this.code = code
  }
}
