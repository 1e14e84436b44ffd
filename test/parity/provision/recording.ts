/** What a program answered, and what became of the tree; made comparable. */
import { type Case, usualFiles } from './case.ts'

export interface Answer {
  readonly run: readonly string[]
  readonly exit: number
  readonly said: readonly string[]
}

export interface Recorded {
  readonly name: string
  readonly answers: readonly Answer[]
  /** What came (`+`) and went (`-`), a line each. */
  readonly changes: readonly string[]
  /** Where ours differs on purpose: why, and its answers and changes where they are others. */
  readonly differs?: {
    readonly why: string
    readonly answers?: readonly Answer[]
    readonly changes?: readonly string[]
  }
}

export const baseEnvironment = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C.UTF-8' }

/** The script that makes the root, in the root. */
export function setUpScript({ files = {}, before = [] }: Case, root: string): string {
  const parts = Object.entries({ ...usualFiles, ...files }).map(([path, lines]) => {
    const text = Buffer.from(place(lines.map(line => `${line}\n`).join(''), root)).toString('base64')
    return `mkdir -p "$(dirname '${path}')"\necho ${text} | base64 -d > '${path}'\n`
  })
  return `${parts.join('')}${beforeScript(before, root)}`
}

export function beforeScript(before: readonly string[], root: string): string {
  return `set -e\numask 022\n${before.map(line => `${place(line, root)}\n`).join('')}`
}

/** Prints what is in the root: every node with its marks, the numbers of devices, and every small file with its content. */
export const snapshotScript = `
find . -mindepth 1 -printf '%y|%m|%U:%G|%n|%Ts|%P\\t%l\\n'
echo '-- part of snapshot --'
find . '(' -type b -o -type c ')' -exec stat -c '%t:%T|%n' {} +
echo '-- part of snapshot --'
find . -type f -size -9 -size +0 | while read -r file; do printf '%s|%s\\n' "$file" "$(base64 -w0 "$file")"; done
`

/** One thing in a tree. Names and contents have a character a byte. */
export interface TreeNode {
  /** As find(1) calls it. */
  readonly kind: string
  readonly mode: number
  readonly owner: string
  readonly links: number
  readonly modified: number
  readonly path: string
  readonly target: string
  /** In hexadecimal digits. */
  readonly device?: string
  readonly content?: string
}

/** Reads what snapshotScript printed. */
export function readSnapshot(text: string): readonly TreeNode[] {
  const parts = text.split('-- part of snapshot --\n').map(part => part.split('\n').filter(line => line !== ''))
  const [nodes = [], devices = [], contents = []] = parts
  const device = new Map(devices.map(line => [line.slice(line.indexOf('|') + 3), line.slice(0, line.indexOf('|'))]))
  const content = new Map(
    contents.map(line => {
      const [path = '', base64 = ''] = line.split('|')
      return [path.slice(2), Buffer.from(base64, 'base64').toString('latin1')]
    }),
  )
  return nodes.map(line => {
    const [kind = '', mode = '', owner = '', links, modified, ...rest] = line.split('|')
    const [path = '', target = ''] = rest.join('|').split('\t')
    return {
      kind,
      mode: Number.parseInt(mode, 8),
      owner,
      links: Number(links),
      modified: Number(modified),
      path,
      target,
      ...(device.has(path) ? { device: device.get(path) ?? '' } : {}),
      ...(content.has(path) ? { content: content.get(path) ?? '' } : {}),
    }
  })
}

/** A line for each node of a tree. */
export function describeTree(nodes: readonly TreeNode[]): readonly string[] {
  return nodes.map(describeNode).sort()
}

const kindNames: Readonly<Record<string, string>> = {
  f: 'file',
  d: 'folder',
  l: 'link',
  p: 'fifo',
  s: 'socket',
  c: 'character device',
  b: 'block device',
}

function describeNode(node: TreeNode): string {
  const { kind, mode, owner, links, modified, path, target, device, content } = node
  const marks = [path, kindNames[kind] ?? kind, mode.toString(8), owner]
  if (device !== undefined) {
    marks.push(device)
  }
  if (kind === 'f' && links !== 1) {
    marks.push(`links=${links}`)
  }
  // What is of today is of no interest.
  const date = new Date(modified * 1000).toISOString().slice(0, 10)
  if (date < '2022') {
    marks.push(date)
  }
  if (kind === 'l') {
    marks.push(`-> ${target}`)
  }
  if (content !== undefined) {
    marks.push(JSON.stringify(content))
  }
  return marks.join(' ')
}

export function changesBetween(treeBefore: readonly TreeNode[], treeAfter: readonly TreeNode[]): readonly string[] {
  const [before, after] = [describeTree(treeBefore), describeTree(treeAfter)]
  const [old, now] = [new Set(before), new Set(after)]
  return [
    ...before.filter(line => !now.has(line)).map(line => `- ${line}`),
    ...after.filter(line => !old.has(line)).map(line => `+ ${line}`),
  ]
}

/** Puts the path of the root in. */
export function place(text: string, root: string): string {
  return text.replaceAll('@ROOT@', root)
}

/** Takes out what differs from one run to the next: where the root is, which day it is. */
export function mask(text: string, root: string): string {
  return text
    .replaceAll(root, '@ROOT@')
    .replaceAll(root.slice(1), '@ROOT@'.slice(1))
    .replace(/(Would restore .*": ).*/g, '$1@TIMES@')
    .replace(/(etc\/shadow-? .*)/g, line => line.replace(/:\d{5}:/g, ':@TODAY@:'))
}

export function linesOf(text: string, root: string): readonly string[] {
  const lines = mask(text, root).split('\n')
  const shown = lines.at(-1) === '' ? lines.slice(0, -1) : lines
  // Logs cut long lines off.
  return shown.map(line => line.slice(0, 1000))
}
