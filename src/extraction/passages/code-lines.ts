const CODE_SIGNS = /[{}()[\]=<>;"_$\\|&]/g
const MIN_CODE_LINE = 4
const MAX_CODE_LINE = 2000
const MAX_INDENTED_LINE = 200

const CODE_START =
  /^\s*(?:import|from|export|const|let|var|def|class|function|return|async|await|public|private|protected|static|#include|package|use|fn|pub|impl|struct|enum|elif|except|@\w+|curl|npm|npx|pip|SELECT|INSERT|UPDATE|CREATE|\$)\s/
const CALL = /^\s*(?:await\s)?[\w$]+(?:\.[\w$]+)*\([^()\s]{0,200}(?:,\s[^()\s]{1,200}){0,5}\);?$/
const WORDS = /^\s*\p{L}+[,:]?(?: \p{L}+[,:]?){2}/u

/** Lines of code and JSON stand out by their signs, or by the keyword that starts them. */
export function isCodeLine(line: string): boolean {
  if (line.length < MIN_CODE_LINE || line.length > MAX_CODE_LINE) return false
  if (/^\s*(?:[}\])]+[;,]?|[{[(])\s*$/.test(line)) return true
  const signs = line.match(CODE_SIGNS)?.length ?? 0
  if (signs < 2) return false
  return (
    signs > line.length / 7 || (CODE_START.test(line) && /[;{(:=,\\]\s*$|[()=]/.test(line)) || CALL.test(line)
  )
}

/** Whether an indented line is code rather than a paragraph that is set off, going by its first words. */
export function isIndentedCode(line: string): boolean {
  return line.length <= MAX_INDENTED_LINE && /^(?: {4}|\t)\s*\S/.test(line) && !WORDS.test(line)
}
