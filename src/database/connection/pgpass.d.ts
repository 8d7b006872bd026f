/** libpq's password file, `~/.pgpass` or what PGPASSFILE names, as pg itself reads it: it has no types of its own. */
declare module 'pgpass' {
  export default function pgpass(
    login: { readonly host: string; readonly port: number; readonly database: string; readonly user: string },
    /** Told of the password; undefined where there is none, or the file is open to others (said on stderr). */
    callback: (password: string | undefined) => void,
  ): void
}
