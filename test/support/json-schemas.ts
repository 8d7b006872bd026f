import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { expect } from 'vitest'

/** `text` is shown where it does not, such as what the command said beside. */
export function expectToFit(name: string, document: unknown, text: string): void {
  const validate = validatorOf(name)
  validate(document)
  expect(validate.errors, `${JSON.stringify(document)}\n${text}`).toBeNull()
}

/** For a schema of docs/json. */
export function validatorOf(name: string) {
  const schema = JSON.parse(
    readFileSync(new URL(`../../docs/json/${name}.schema.json`, import.meta.url), 'utf8'),
  )
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true })
  formats.default(ajv)
  return ajv.compile(schema)
}
