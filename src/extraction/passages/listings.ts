const PERMISSIONS = '[-dlbcps](?:[r-][w-][xsStT-]){3}[.+@]?'
const TIME = '\\d{1,2}:\\d\\d(?::\\d\\d)?(?:[.,]\\d+)?(?: ?[AP]M)?(?: [+-]\\d{4})?'
const DATE = `(?:\\d{4}-\\d\\d-\\d\\d ${TIME}|[^\\s\\d]{3,5} {1,2}\\d{1,2} {1,2}(?:${TIME}|\\d{4})|\\d{1,2}\\.? [^\\s\\d]{3,5} (?:${TIME}|\\d{4}))`
/** Of `ls -l` and `tar -tv`. */
const UNIX = new RegExp(
  `^\\s{0,8}(?:\\d{1,12} )?${PERMISSIONS}\\s{1,9}(?:\\S{1,64} {1,12}){1,6}?${DATE} {1,2}(\\S.*)$`,
)
/** Of `dir`, by cmd.exe and by PowerShell. */
const WINDOWS =
  /^\s{0,8}(?:[dl-][a-z-]{4,6}\s{1,9})?\d{1,4}[./-]\d{1,2}[./-]\d{2,4} {1,9}\d{1,2}:\d\d(?: [AP]M)? {1,20}(?:<(?:DIR|JUNCTION)> {1,20}|[\d.,]{1,20} {1,2})(\S.*)$/
const TOTAL = /^total \d{1,12}(?:[.,]\d)?[KMGT]?$|^Mode\s+LastWriteTime\s/
const ONLY_PERMISSIONS = new RegExp(`^${PERMISSIONS}$`)

/** How they begin; few other lines do. */
const MAY_LIST =
  /^\s{0,8}(?:(?:\d{1,12} )?[-dlbcps][r-][-wa]|[dl-][a-z-]{4}|\d{1,4}[./-]\d{1,2}[./-]\d|total \d|Mode\s)/

/** Of a line that lists a file the file's name; nothing of the line that sums them up; any other line as it is. */
export function listedName(line: string): string {
  if (!MAY_LIST.test(line)) return line
  if (TOTAL.test(line)) return ''
  return (UNIX.exec(line) ?? WINDOWS.exec(line))?.[1] ?? line
}

/** `-rw-r--r--` */
export function isPermissions(run: string): boolean {
  return (run.length === 10 || run.length === 11) && ONLY_PERMISSIONS.test(run)
}
