const PREFIX = 'rcrt_entities_'

/** Values by series, such as `breadcrumbs_total{outcome="failed",schema="other"}`, without the prefix of all names. */
export function samplesOf(text: string): ReadonlyMap<string, number> {
  const lines = text.split('\n').filter((line) => line.startsWith(PREFIX))
  return new Map(lines.map((line) => sampleOf(line.slice(PREFIX.length))))
}

function sampleOf(line: string): [string, number] {
  const end = line.lastIndexOf(' ')
  return [line.slice(0, end), Number(line.slice(end + 1))]
}
