import pg from 'pg'

/** From 1970 to the last moment that a Date can hold; the first is as long before. */
const FARTHEST_MS = 8.64e15

/**
 * Every timestamp as a Date; `infinity`, and years that no Date can hold, as the last moment that one can. (By pg
 * itself they become numbers and invalid dates, which no type tells of.)
 */
export const TYPES: pg.CustomTypesConfig = {
  getTypeParser: (type, format) =>
    type === pg.types.builtins.TIMESTAMPTZ && format !== 'binary'
      ? timestamp
      : pg.types.getTypeParser(type, format),
}

const parse: (text: string) => Date | number = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ)

function timestamp(text: string): Date {
  const ms = Number(parse(text))
  return new Date(Number.isNaN(ms) ? FARTHEST_MS : Math.min(Math.max(ms, -FARTHEST_MS), FARTHEST_MS))
}
