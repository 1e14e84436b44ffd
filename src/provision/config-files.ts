/** The files of rules (tmpfiles.d(5), sysusers.d(5), "Configuration Directories and Precedence"). */
import { firstByName } from '#core/base/first-by-name.ts'
import { type ErrnoName, errnoText } from '#core/base/linux/errno.ts'
import { baseName, parentPath } from '#core/base/path.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import { namesIn } from '#kernel/files/names-in.ts'
import type { Files } from '#kernel/kernel.ts'
import { argumentPath, type Place, type ProvisionKernel, type Source } from './place.ts'
import { userFolders } from './user-folders.ts'

const parents = ['/etc', '/run', '/usr/local/lib', '/usr/lib'] as const
const sizeMaxBytes = 16 * 1024 * 1024

export type Kind = 'tmpfiles.d' | 'user-tmpfiles.d' | 'sysusers.d'

/** What tells where files of rules are. */
export type Whereabouts = Pick<Place, 'root'> & { readonly kernel: Pick<ProvisionKernel, 'files' | 'host'> }

/** The folders of files of rules, the first one first. */
function foldersOf({ root, kernel }: Whereabouts, kind: Kind): readonly string[] {
  if (kind !== 'user-tmpfiles.d') {
    return parents.map(parent => `${root}${parent}/${kind}`)
  }
  const { configuration, sharedConfiguration, runtime, data, sharedData } = userFolders(kernel)
  const all = [configuration, ...sharedConfiguration, ...(runtime === undefined ? [] : [runtime]), data, ...sharedData]
  return all.map(parent => `${parent}/${kind}`)
}

/** Which files to read. */
export interface Selection {
  readonly kind: Kind
  /** Names and paths; `-` is standard input. None for all there are. */
  readonly words: readonly string[]
  /** `--replace=`: all files, with the words in the place of this one. */
  readonly replace: string | null
  /** The words are lines themselves. */
  readonly inline?: boolean
  readonly readInput: () => string
}

/** The paths of all files by name; of two with the same name the one in the earlier folder counts. */
export function configPaths(where: Whereabouts, kind: Kind): readonly string[] {
  return firstByName(foldersOf(where, kind), folder => namesIn(where.kernel.files, folder), '.conf')
}

/** Reads what was selected; the error is what to say. A file that is a link to /dev/null has no lines. */
export function readSources(place: Place, selection: Selection): Result<readonly Source[], string> {
  const { files } = place.kernel
  const all = (): readonly Source[] =>
    configPaths(place, selection.kind).flatMap(path => {
      const source = readSource(files, path)
      if (source.ok) {
        return source.value
      }
      if (source.error !== 'ENOENT') {
        place.say('error', `Failed to read '${path}': ${errnoText(source.error)}`)
      }
      return []
    })
  if (selection.words.length === 0) {
    return ok(all())
  }
  const given = readWords(place, selection)
  if (!given.ok || selection.replace === null) {
    return given
  }
  return ok(replaced(foldersOf(place, selection.kind), all(), given.value, `${place.root}${selection.replace}`))
}

function readWords(place: Place, { words, kind, inline, readInput }: Selection): Result<readonly Source[], string> {
  if (inline) {
    return ok([{ path: argumentPath, isNamed: true, text: words.map(word => word.replaceAll('\n', ' ')).join('\n') }])
  }
  const sources: Source[] = []
  for (const word of words) {
    const source =
      word === '-' ? ok({ path: '<stdin>', text: readInput(), isNamed: true }) : readWord(place, word, kind)
    if (!source.ok) {
      return fail(`Failed to read '${word}': ${errnoText(source.error)}`)
    }
    sources.push({ ...source.value, isNamed: true })
  }
  return ok(sources)
}

function readWord(place: Place, word: string, kind: Kind): Result<Source, ErrnoName> {
  const { files } = place.kernel
  if (word.startsWith('/')) {
    return readSource(files, word)
  }
  for (const folder of foldersOf(place, kind)) {
    const source = readSource(files, `${folder}/${word}`)
    if (source.ok || source.error !== 'ENOENT') {
      return source
    }
  }
  return fail('ENOENT')
}

function readSource(files: Files, path: string): Result<Source, ErrnoName> {
  const status = files.status(path)
  if (!status.ok) {
    return status
  }
  if (status.value.kind === 'character-device') {
    return ok({ path, text: '', isNamed: false })
  }
  const text = files.readText(path, sizeMaxBytes)
  return text.ok ? ok({ path, text: text.value, isNamed: false }) : text
}

/** The given ones stand where the replaced file would; a file of the same name in an earlier folder wins over them. */
function replaced(
  folders: readonly string[],
  all: readonly Source[],
  given: readonly Source[],
  replace: string,
): readonly Source[] {
  const name = baseName(replace)
  const rank = (path: string): number => {
    const index = folders.indexOf(parentPath(path) ?? '')
    return index < 0 ? folders.length : index
  }
  const same = all.find(({ path }) => baseName(path) === name)
  if (same !== undefined && rank(same.path) < rank(replace)) {
    return all
  }
  const others = all.filter(source => source !== same)
  const behind = others.findIndex(({ path }) => baseName(path) > name)
  const at = behind < 0 ? others.length : behind
  return [...others.slice(0, at), ...given, ...others.slice(at)]
}
