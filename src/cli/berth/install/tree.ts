/** What there is to install: a list of files and links that the npm package brings (scripts/package.ts writes it). */
import { fail, ok, type Result } from '#core/base/result.ts'
import type { Files } from '#kernel/kernel.ts'

export type Item =
  | { readonly path: string; readonly mode: number; readonly from: string }
  | { readonly path: string; readonly target: string }

const listMaxBytes = 1 << 20
/** What stands for the Node of this machine, which is a package of its own. */
export const nodeWord = '@node'

/** The list for a machine (Node's name of it); paths are absolute, `from` counts from the package's folder. */
export function readTree(files: Files, folder: string, machine: string): Result<readonly Item[], string> {
  const path = `${folder}/tree.json`
  const text = files.readText(path, listMaxBytes)
  if (!text.ok) {
    return fail(`cannot read ${path}: it belongs to the npm package`)
  }
  const lists = JSON.parse(text.value) as Readonly<Record<string, readonly Item[]>>
  const list = lists[machine]
  return list === undefined ? fail(`this package has nothing for ${machine}`) : ok(list)
}

/** Folders that in a merged-/usr image are links into /usr, and in others hold names of their own. */
const split = ['bin', 'sbin', 'lib'] as const

/**
 * In an image where /bin, /sbin or /lib is a folder, programs and packages look there, too: each name under /usr gets a link
 * there. What only we look for stays where it is.
 */
export function withSplitNames(files: Files, root: string, items: readonly Item[]): readonly Item[] {
  const real = split.filter(name => {
    const status = files.linkStatus(`${root}/${name}`)
    return status.ok && status.value.kind === 'directory'
  })
  const more = items.flatMap(item => {
    const { path } = item
    const isOurs = path.startsWith('/usr/lib/berth/')
    const name = real.find(folder => path.startsWith(`/usr/${folder}/`))
    return isOurs || name === undefined
      ? []
      : [{ path: path.slice('/usr'.length), target: 'target' in item ? item.target : path }]
  })
  return [...items, ...more]
}
