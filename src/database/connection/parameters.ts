/** Collects the parameters of a statement while its text is put together. */
export class Parameters {
  readonly values: unknown[] = []

  /** Returns the placeholder, such as `$3`. */
  add(value: unknown): string {
    this.values.push(value)
    return `$${this.values.length}`
  }
}
