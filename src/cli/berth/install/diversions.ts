/**
 * Where there is dpkg, diversions keep packages from putting their files over ours: dpkg unpacks them aside, where uninstalling
 * finds them. Path-excludes would not do: what a package had before, dpkg removes when it is left out of the next version.
 */
import { parentPath } from '#core/base/path.ts'
import { ok, type Result } from '#core/base/result.ts'
import type { Place } from '#provision/place.ts'
import { put } from './put.ts'
import { library, savedPath } from './record.ts'

/** dpkg's own list, three lines a diversion: the file, where it goes instead, and whose file is meant (`:` for anybody's). */
const listPath = '/var/lib/dpkg/diversions'
const listMaxBytes = 1 << 22
const linesEach = 3

export function hasDpkg({ kernel, root }: Place): boolean {
  return kernel.files.status(`${root}/var/lib/dpkg/info`).ok
}

/** Before /usr was merged packages had these names in /bin, /sbin and /lib, and may still say so. */
export function aliasOf(path: string): string | undefined {
  return /^\/usr\/(?:bin|sbin|lib)\//.test(path) ? path.slice('/usr'.length) : undefined
}

/** Diverts packages' files of these names; those of our own folder are nobody else's. */
export async function divert(place: Place, paths: readonly string[]): Promise<Result<void, string>> {
  const names = new Set(paths.flatMap(path => (path.startsWith(`${library}/`) ? [] : [path, aliasOf(path) ?? path])))
  const others = readOthers(place)
  const taken = new Set(others.map(([path]) => path))
  const ours = [...names].filter(path => !taken.has(path)).map(path => [path, savedPath(path), ':'])
  for (const folder of new Set(ours.map(([, to = '']) => parentPath(to) ?? '/'))) {
    // dpkg wants the folder to be there.
    const made = place.kernel.files.makeDirectories(`${place.root}${folder}`, 0o755)
    if (!made.ok && made.error !== 'EEXIST') {
      return { ok: false, error: `Failed to make ${folder}: ${made.error}` }
    }
  }
  return write(place, [...others, ...ours])
}

/** Takes our diversions away. */
export function undivert(place: Place): Promise<Result<void, string>> {
  return write(place, readOthers(place))
}

type Diversion = readonly string[]

/** The diversions that are not ours. */
function readOthers({ kernel, root }: Place): readonly Diversion[] {
  const text = kernel.files.readText(`${root}${listPath}`, listMaxBytes)
  const lines = text.ok && text.value !== '' ? text.value.replace(/\n$/, '').split('\n') : []
  const all = lines.flatMap((_, at) => (at % linesEach === 0 ? [lines.slice(at, at + linesEach)] : []))
  return all.filter(([, to = '']) => !to.startsWith(savedPath('/')))
}

async function write(place: Place, diversions: readonly Diversion[]): Promise<Result<void, string>> {
  if (!hasDpkg(place)) {
    return ok(undefined)
  }
  const text = diversions.map(lines => `${lines.join('\n')}\n`).join('')
  return put(place, listPath, { is: 'text', text })
}
