import { type Command, Help, type HelpConfiguration } from 'commander'
import { documentsOf } from './documents.ts'
import { usedGlobalOptions } from './global-options.ts'

/** Fewer cells than these beside a term, and its description goes below it. */
const NARROWEST_DESCRIPTION = 24
const DEFAULT_WIDTH = 80
const INDENT = '      '
const USAGE = 'Usage: '

/** Help that wraps on narrow terminals, too: commander leaves lines alone where less than 40 columns are left. */
export const HELP_LAYOUT: HelpConfiguration = {
  showGlobalOptions: true,
  minWidthToWrap: 20,
  visibleGlobalOptions: (command) => [...usedGlobalOptions(command)],
  styleTitle(this: Help, title) {
    return this.boxWrap(title, widthOf(this))
  },
  // All have options; with that word the longest finds no room on narrow terminals.
  subcommandTerm(this: Help, command) {
    return Help.prototype.subcommandTerm.call(this, command).replace(' [options]', '')
  },
  commandUsage(this: Help, command) {
    const usage = Help.prototype.commandUsage.call(this, command)
    return this.boxWrap(usage, widthOf(this) - USAGE.length).replaceAll('\n', `\n${' '.repeat(USAGE.length)}`)
  },
  formatItem(term, termWidth, description, helper) {
    const beside = widthOf(helper) - termWidth - '    '.length
    if (beside >= NARROWEST_DESCRIPTION || description === '') {
      return Help.prototype.formatItem.call(helper, term, termWidth, description, helper)
    }
    const below = helper.boxWrap(description, widthOf(helper) - INDENT.length)
    return `  ${term}\n${INDENT}${below.replaceAll('\n', `\n${INDENT}`)}`
  },
}

/** A titled list of terms and what they mean, laid out as the command's options are. */
export function helpList(command: Command, title: string, items: Readonly<Record<string, string>>): string {
  const helper = command.createHelp()
  helper.prepareContext({ helpWidth: command.configureOutput().getOutHelpWidth?.() ?? DEFAULT_WIDTH })
  const terms = Object.entries(items)
  const termWidth = terms.reduce((widest, [term]) => Math.max(widest, term.length), 0)
  const lines = terms.map(([term, meaning]) => helper.formatItem(term, termWidth, meaning, helper))
  return [helper.styleTitle(title), ...lines].join('\n')
}

/** A usage error as wide as the terminal is, where stderr is one. */
export function fittedError(text: string, command: Command): string {
  const width = command.configureOutput().getErrHelpWidth?.()
  return width === undefined ? text : command.createHelp().boxWrap(text, width)
}

/** Where to read on. */
export function documentation(command: Command): string {
  return helpList(command, "Documentation, in the package's folder:", documentsOf(command.name()))
}

function widthOf(helper: Help): number {
  return helper.helpWidth ?? DEFAULT_WIDTH
}
