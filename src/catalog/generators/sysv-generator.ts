/** Finds init scripts and writes units for them, as systemd-sysv-generator(8) does. */

import type { UnitIndex } from '#catalog/unit-index.ts'
import { isUnitName } from '#core/unit/name/name.ts'
import { type InitScript, runlevelTargets, type SysvUnit, sysvUnitName, sysvUnits } from '#core/unit/sysv.ts'
import { parseLsbHeader } from '#core/unitfile/lsb-header.ts'
import type { Files } from '#kernel/kernel.ts'

export interface SysvFolders {
  readonly scripts: string
  /** The folder with rc1.d to rc5.d. */
  readonly runlevels: string
  /** Where the units go. */
  readonly output: string
}

const scriptMaxBytes = 1024 * 1024

/** Package managers leave such files behind; they are no scripts. */
const leftOver = /\.(dpkg-(old|new|dist|bak|tmp|divert)|rpm(save|new|orig)|ucf-(old|new|dist)|bak|orig|swp)$|~$/

/** Scripts whose work is the manager's own; the systemd package masks them, but not every image has it. */
const noServices = new Set(['rc', 'rcS', 'skeleton'])

/** The units for all scripts that no native unit, and no mask, stands in front of. */
export function generateSysvUnits(files: Files, index: UnitIndex, folders: SysvFolders): readonly SysvUnit[] {
  const list = files.list(folders.scripts)
  const links = readLinks(files, folders.runlevels)
  const scripts = (list.ok ? list.value : [])
    .map(({ name }) => name)
    .sort()
    .flatMap(name => readScript(files, index, folders, links, name) ?? [])
  return sysvUnits(scripts).map(unit => ({
    ...unit,
    aliases: unit.aliases.filter(alias => !index.names.has(alias)),
  }))
}

interface Link {
  readonly target: string
  readonly priority: number
}

function readScript(
  files: Files,
  index: UnitIndex,
  folders: SysvFolders,
  links: ReadonlyMap<string, readonly Link[]>,
  name: string,
): InitScript | null {
  const id = sysvUnitName(name)
  const path = `${folders.scripts}/${name}`
  const status = files.status(path)
  const isScript = status.ok && status.value.kind === 'file' && files.access(path, 'execute')
  if (!isScript || leftOver.test(name) || noServices.has(name) || !isUnitName(id) || index.names.has(id)) {
    return null
  }
  const text = files.readText(path, scriptMaxBytes)
  if (!text.ok) {
    return null
  }
  const own = links.get(name) ?? []
  return {
    name,
    path,
    header: parseLsbHeader(path, text.value),
    targets: own.map(link => link.target),
    priority: own.length === 0 ? null : Math.max(...own.map(link => link.priority)),
  }
}

/** The S links of all runlevels, by the name of the script they lead to. */
function readLinks(files: Files, runlevels: string): ReadonlyMap<string, readonly Link[]> {
  const links = new Map<string, Link[]>()
  for (const [folder, target] of runlevelTargets) {
    const list = files.list(`${runlevels}/${folder}`)
    for (const { name } of list.ok ? list.value : []) {
      const [, number, script] = /^S(\d\d)(.+)$/.exec(name) ?? []
      if (number !== undefined && script !== undefined) {
        links.set(script, [...(links.get(script) ?? []), { target, priority: Number(number) }])
      }
    }
  }
  return links
}

/** Writes generated units, their aliases and the links of their targets. @returns paths that could not be written. */
export function writeSysvUnits(files: Files, output: string, units: readonly SysvUnit[]): readonly string[] {
  const failed: string[] = []
  const note = (path: string, done: { readonly ok: boolean }): void => {
    if (!done.ok) {
      failed.push(path)
    }
  }
  note(output, files.makeDirectories(output, 0o755))
  for (const { id, text, aliases, wantedBy } of units) {
    note(`${output}/${id}`, files.writeAtomically(`${output}/${id}`, text, 0o644))
    for (const alias of aliases) {
      note(`${output}/${alias}`, files.makeLink(id, `${output}/${alias}`))
    }
    for (const target of wantedBy) {
      const folder = `${output}/${target}.wants`
      files.makeDirectories(folder, 0o755)
      note(`${folder}/${id}`, files.makeLink(`../${id}`, `${folder}/${id}`))
    }
  }
  return failed
}

/** Removes what a former run generated: files, links, and one level of folders. */
export function emptyFolder(files: Files, folder: string): void {
  const list = files.list(folder)
  for (const { name, kind } of list.ok ? list.value : []) {
    const path = `${folder}/${name}`
    if (kind === 'directory') {
      emptyFolder(files, path)
      files.removeDirectory(path)
    } else {
      files.unlink(path)
    }
  }
}
