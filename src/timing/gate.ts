/** Something that others wait for, and that one ends, once and for all. */
export interface Gate {
  readonly over: Promise<void>
  end(): void
}

export function gate(): Gate {
  let end = (): void => {}
  const over = new Promise<void>((resolve) => {
    end = resolve
  })
  return { over, end }
}
