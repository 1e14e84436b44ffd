/** systemd-analyze cat-config: configuration files as they lie on disk, with what overrides and extends them. */
import { paint } from '#cli/render/colour.ts'
import { linkToFile } from '#cli/render/link.ts'
import type { Session } from '#cli/session/session.ts'
import { configFolders, extensionOf, filesIn } from '#cli/tools/config-files.ts'
import { type Given, has } from '#cli/tools/tool.ts'
import { paintUnitFile } from '#cli/unit-files/paint-unit-file.ts'
import { errnoText } from '#core/base/linux/errno.ts'
import { ok } from '#core/base/result.ts'

export function catConfig(session: Session, given: readonly Given[]): number {
  session.openPager()
  const isShort = has(given, 'tldr')
  for (const [index, typed] of session.args.entries()) {
    if (index > 0) {
      session.print('\n\n')
    }
    const name = typed.startsWith('/') ? withoutFolder(typed) : typed
    if (name === undefined) {
      session.say('error', `Path ${typed} does not start with any known prefix.`)
      return 1
    }
    if (!catOne(session, name, isShort)) {
      return 1
    }
  }
  return 0
}

/** What is behind one of the folders of configuration. */
function withoutFolder(path: string): string | undefined {
  const folder = configFolders.find(known => path === known || path.startsWith(`${known}/`))
  return folder === undefined ? undefined : path.slice(folder.length).replace(/^\/+/, '')
}

function catOne(session: Session, name: string, isShort: boolean): boolean {
  const { kernel, options } = session
  const folders = configFolders.map(folder => `${options.root}${folder}`)
  const extension = extensionOf(name)
  if (extension !== undefined) {
    const plain = name.replace(/\/+$/, '')
    const all = filesIn(
      kernel.files,
      folders.map(folder => `${folder}/${plain}`),
      extension,
    )
    return printAll(session, all, isShort)
  }
  const main = folders.map(folder => `${folder}/${name}`).find(path => isThere(session, path, name))
  if (main === undefined) {
    session.print(`${paint(`# Main configuration file ${name} not found`, 'blue', session.look)}\n`)
  }
  const dropIns = filesIn(
    kernel.files,
    folders.map(folder => `${folder}/${name}.d`),
    '.conf',
  )
  return printAll(session, main === undefined ? dropIns : [main, ...dropIns], isShort)
}

/** A name that ends in a slash can only be a folder. */
function isThere({ kernel }: Session, path: string, name: string): boolean {
  const status = kernel.files.status(path)
  return status.ok && (!name.endsWith('/') || status.value.kind === 'directory')
}

/** Prints files one after the other; false when one cannot be read, which was said. */
export function printAll(session: Session, paths: readonly string[], isShort: boolean): boolean {
  for (const [index, path] of paths.entries()) {
    if (!printFile(session, path, { isShort, isFirst: index === 0 })) {
      return false
    }
  }
  return true
}

const sizeMaxBytes = 4 * 1024 * 1024

/** False when a file cannot be read, which was said; what can be opened, though not read, has its path printed. */
function printFile(
  session: Session,
  path: string,
  { isShort, isFirst }: { readonly isShort: boolean; readonly isFirst: boolean },
): boolean {
  const { look, kernel } = session
  const status = kernel.files.status(path)
  const isMask = status.ok && status.value.kind === 'character-device'
  const text = isMask ? ok('') : kernel.files.readText(path, sizeMaxBytes)
  const isOpen = text.ok || text.error === 'EISDIR'
  const title = paint(`# ${linkToFile(path, kernel.host.hostname, look)}`, 'blue', look)
  if (isOpen) {
    session.print(`${isFirst ? '' : '\n'}${title}\n`)
  }
  if (text.ok) {
    session.print(paintUnitFile(isShort ? withoutComments(text.value) : text.value, look))
    return true
  }
  const why = errnoText(text.error)
  if (isOpen) {
    session.say('error', `Failed to read "${path}": ${why}`)
  }
  session.say('error', `Failed to cat ${path}: ${why}`)
  return false
}

/** Leaves out comments, empty lines and the headers of sections in which nothing stands. */
function withoutComments(text: string): string {
  let kept = ''
  let header = ''
  for (const line of text.split('\n')) {
    if (/^\s*(?:[#;]|$)/.test(line)) {
      continue
    }
    if (line.startsWith('[')) {
      header = `${line}\n`
      continue
    }
    kept += `${header}${line}\n`
    header = ''
  }
  return kept
}
