import { type Command, Option } from 'commander'

/** Which breadcrumbs, by what was made of them so far. */
export interface KindFlags {
  readonly includeUnembedded?: true
  readonly failed?: true
  readonly stale?: true
  readonly outdated?: true
  readonly foreign?: true
  readonly force?: true
}

/** The same for a run and for its plan. */
export function addKindOptions(command: Command): Command {
  return command
    .optionsGroup('Which work (default: breadcrumbs without keywords; of several, whatever is one of them):')
    .option('--failed', 'those whose attempts are used up')
    .option('--stale', 'those whose content changed since they were extracted')
    .option('--outdated', 'those extracted by another version or with other rules')
    .option('--foreign', 'those whose keywords another program wrote, such as RCRT itself')
}

/** Behind what else conflicts with it, so that an error names what was given. */
export function addForce(command: Command): Command {
  return command.addOption(
    new Option('--force', 'all that match the filters, whether they have keywords or not').conflicts([
      'failed',
      'stale',
      'outdated',
      'foreign',
    ]),
  )
}
