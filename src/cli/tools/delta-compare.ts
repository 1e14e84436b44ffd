/** Files of the same name in the folders of configuration, compared: the earlier folder counts. */
import { errnoText } from '#core/base/linux/errno.ts'
import type { Files } from '#kernel/kernel.ts'

export type DeltaKind = 'masked' | 'equivalent' | 'redirected' | 'overridden' | 'extended' | 'unchanged'

export interface Comparison {
  readonly kind: DeltaKind
  /** What counts; of a unit that is extended its file. */
  readonly top: string
  /** What it takes the place of, the drop-in that extends it, or what stands alone. */
  readonly path: string
}

export const deltaFolders = ['/etc', '/run', '/usr/local/lib', '/usr/local/share', '/usr/lib', '/usr/share'] as const

export const deltaSuffixes = [
  'sysctl.d',
  'tmpfiles.d',
  'modules-load.d',
  'binfmt.d',
  'systemd/system',
  'systemd/user',
  'systemd/system-preset',
  'systemd/user-preset',
  'udev/rules.d',
  'modprobe.d',
]

/** Folders whose files are extended by drop-ins. */
const withDropIns = ['systemd/system', 'systemd/user']

interface Found {
  /** By name, or by folder and name for drop-ins: where it counts from, and the last place it would come from. */
  readonly files: Map<string, { readonly top: string; bottom: string }>
  readonly errors: string[]
}

export function compareSuffix(
  files: Files,
  suffix: string,
): { found: readonly Comparison[]; errors: readonly string[] } {
  const found: Found = { files: new Map(), errors: [] }
  for (const folder of deltaFolders) {
    collect(files, found, suffix === '' ? folder : `${folder}/${suffix}`, suffix)
  }
  return {
    found: [...found.files].flatMap(([name, { top, bottom }]) => [
      compare(files, top, bottom),
      ...dropInsOf(found, name).map((path): Comparison => ({ kind: 'extended', top, path })),
    ]),
    errors: found.errors,
  }
}

/** Drop-ins first, then files, both by name. */
function collect(files: Files, found: Found, folder: string, suffix: string): void {
  const list = files.list(folder)
  if (!list.ok) {
    if (list.error !== 'ENOENT') {
      found.errors.push(`Failed to open ${folder}: ${errnoText(list.error)}`)
    }
    return
  }
  const entries = [...list.value].sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const { name, kind } of entries) {
    if (kind !== 'directory' || !name.endsWith('.d') || !withDropIns.includes(suffix)) {
      continue
    }
    const inside = files.list(`${folder}/${name}`)
    const dropIns = inside.ok ? inside.value.map(entry => entry.name).filter(each => each.endsWith('.conf')) : []
    for (const dropIn of dropIns.sort()) {
      add(found, `${name}/${dropIn}`, `${folder}/${name}/${dropIn}`)
    }
  }
  for (const { name, kind } of entries) {
    if ((kind === 'file' || kind === 'symlink') && !isHidden(name)) {
      add(found, name, `${folder}/${name}`)
    }
  }
}

function add({ files }: Found, name: string, path: string): void {
  const known = files.get(name)
  if (known === undefined) {
    files.set(name, { top: path, bottom: path })
  } else {
    known.bottom = path
  }
}

/** Hidden files, and what editors and packages leave behind. */
function isHidden(name: string): boolean {
  return /^\.|~$|\.(?:rpmnew|rpmsave|rpmorig|dpkg-[a-z]+|ucf-[a-z]+|swp|bak|old|new)$/.test(name)
}

function dropInsOf({ files }: Found, name: string): readonly string[] {
  return [...files].flatMap(([key, { top }]) => (key.startsWith(`${name}.d/`) ? [top] : []))
}

function compare(files: Files, top: string, path: string): Comparison {
  if (top === path) {
    return { kind: 'unchanged', top, path }
  }
  return { kind: kindOf(files, top, path), top, path }
}

function kindOf(files: Files, top: string, bottom: string): DeltaKind {
  const status = files.status(top)
  const isEmpty = status.ok && status.value.kind === 'file' && status.value.sizeBytes === 0
  if (isEmpty || (status.ok && status.value.kind === 'character-device')) {
    return 'masked'
  }
  const link = files.readLink(top)
  if (!link.ok) {
    return 'overridden'
  }
  const [one, other] = [files.realPath(top), files.realPath(bottom)]
  return one.ok && other.ok && one.value === other.value ? 'equivalent' : 'redirected'
}
