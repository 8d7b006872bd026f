import { createHmac, randomBytes } from 'node:crypto'

/** Issues and checks tokens as a JWT library would, with HS256 and a key of its own. */
export class TokenSigner {
  readonly #lifeSeconds: number
  #key = randomBytes(32)

  constructor(lifeSeconds: number) {
    this.#lifeSeconds = lifeSeconds
  }

  /** `exp` is in seconds since the epoch. */
  sign(ownerId: string, lifeSeconds = this.#lifeSeconds): { token: string; exp: number } {
    const exp = Math.floor(Date.now() / 1000) + lifeSeconds
    const payload = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ owner_id: ownerId, exp })}`
    return { token: `${payload}.${this.#signature(payload)}`, exp }
  }

  /** The owner of a token that is genuine and has not expired. */
  ownerOf(token: string): string | undefined {
    const [header, payload, signature] = token.split('.')
    if (payload === undefined || signature !== this.#signature(`${header}.${payload}`)) return undefined
    const { owner_id, exp } = JSON.parse(Buffer.from(payload, 'base64url').toString())
    return exp * 1000 > Date.now() ? owner_id : undefined
  }

  changeKey(): void {
    this.#key = randomBytes(32)
  }

  #signature(payload: string): string {
    return createHmac('sha256', this.#key).update(payload).digest('base64url')
  }
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
