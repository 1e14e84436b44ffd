/** CHANGELOG.md at a release: what was under Unreleased gets a version and a date, and Unreleased begins anew. */

const unreleased = '## Unreleased\n'

/** What would be released: the text under Unreleased, without blank lines around it. */
export function pending(changelog: string): string {
  const at = changelog.indexOf(unreleased)
  if (at < 0) {
    throw new Error('CHANGELOG.md has no section Unreleased')
  }
  const rest = changelog.slice(at + unreleased.length)
  const end = rest.search(/^## /m)
  return (end < 0 ? rest : rest.slice(0, end)).trim()
}

/** @param date YYYY-MM-DD */
export function cutRelease(changelog: string, version: string, date: string): string {
  if (pending(changelog) === '') {
    throw new Error('nothing stands under Unreleased: what would be released?')
  }
  if (changelog.includes(`\n## ${version} `)) {
    throw new Error(`${version} is in CHANGELOG.md already`)
  }
  return changelog.replace(unreleased, `${unreleased}\n## ${version} - ${date}\n`)
}

/** Whether a version comes after another (X.Y.Z). */
export function isLater(version: string, than: string): boolean {
  const [a, b] = [version, than].map(text => text.split('.').map(Number))
  const at = a?.findIndex((part, index) => part !== b?.[index]) ?? -1
  return at >= 0 && (a?.[at] ?? 0) > (b?.[at] ?? 0)
}
