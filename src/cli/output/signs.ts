/** What stands before something that is well, and before something that is not. */
export interface Signs {
  readonly good: string
  readonly bad: string
}

export function signsOf({ unicode }: { readonly unicode: boolean }): Signs {
  return unicode ? { good: '✔', bad: '✖' } : { good: '+', bad: 'x' }
}
