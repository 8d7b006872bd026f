/** Texts longer than this say the same in their beginnings. */
const LONGEST = 200

/**
 * What kind of failure a text tells of: the same text without ids, numbers and what stands in quotes or brackets, which
 * differ from breadcrumb to breadcrumb.
 */
export function kindOf(error: string): string {
  return error
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi, '…')
    .replace(/"[^"]*"|“[^”]*”|'[^']*'|«[^»]*»/g, '…')
    .replace(/\b(?=\w*\d)[\w.:/-]*\w/g, '…')
    .replace(/…(?:[\s,]*…)+/g, '…')
    .slice(0, LONGEST)
}
