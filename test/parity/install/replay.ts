/** Runs a recorded command again on our own code, and makes its answer and the recorded one comparable. */
import { inside } from '../../catalog/inside.ts'
import { inScratch, readTree, realFiles, type Tree } from '../../catalog/scratch.ts'
import { type Output, runCommand } from './command-line.ts'
import { callMethod } from './method-call.ts'

export interface Answer extends Output {
  readonly changed: Readonly<Record<string, unknown>>
}

export interface Command {
  readonly run: readonly string[]
  readonly answer: Answer
  /** Where we differ on purpose: why, and what we do instead. */
  readonly differs?: { readonly why: string; readonly ours: Partial<Answer> }
}

export interface Group {
  readonly name: string
  readonly way?: 'offline' | 'user' | 'manager' | 'bus'
  readonly environment?: Readonly<Record<string, string>>
  readonly tree: Tree
  readonly commands: readonly Command[]
}

const files = realFiles()

/** What ours answers. */
export function replay(group: Group, command: Command): Promise<Answer> {
  return inScratch(group.tree, root => answerIn(root, group, command))
}

async function answerIn(root: string, group: Group, { run }: Command): Promise<Answer> {
  const { way = 'offline', environment = {} } = group
  const place = (text: string): string => text.replaceAll('@ROOT@', root)
  const argv = run.map(place)
  const variables = new Map(Object.entries(environment).map(([key, value]) => [key, place(value)]))
  const before = readTree(root)
  const output = await (way === 'bus'
    ? callMethod(inside(files, root), '', argv)
    : runCommand(...rootFor(way, root), argv, variables, way))
  const clean = (lines: readonly string[]): readonly string[] => lines.map(line => line.replaceAll(root, '@ROOT@'))
  return { exit: output.exit, out: clean(output.out), err: clean(output.err), changed: changes(before, readTree(root)) }
}

/** The manager's own file system is the scratch folder; a user's units have absolute paths in it. */
function rootFor(way: 'offline' | 'user' | 'manager', root: string) {
  if (way === 'manager') {
    return [inside(files, root), ''] as const
  }
  return [files, way === 'user' ? '' : root] as const
}

function changes(before: Record<string, unknown>, after: Record<string, unknown>): Record<string, unknown> {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  const isSame = (path: string): boolean =>
    path in before && path in after && JSON.stringify(before[path]) === JSON.stringify(after[path])
  const now = (path: string): unknown => (path in after && path.endsWith('/') ? 'folder' : (after[path] ?? null))
  return Object.fromEntries(paths.filter(path => !isSame(path)).map(path => [path, now(path)]))
}

/** Folders are walked in no order (systemd's follows a hash with a random key), and those that only had to be made depend on what there was before. */
export function comparable({ way }: Group, { run }: Command, answer: Answer): unknown {
  const isFolder = ([path]: [string, unknown]): boolean => path.endsWith('/')
  const changed = Object.entries(answer.changed).filter(change => !isFolder(change) && !/\/generator/.test(change[0]))
  const isWalk = run.includes('preset-all') || run.includes('list-unit-files')
  const err = isWalk ? [...answer.err].sort() : sortRemovals(answer.err)
  const out = way === 'bus' ? sortStructs(answer.out) : answer.out
  return { exit: answer.exit, out, err, changed: Object.fromEntries(changed) }
}

function sortRemovals(lines: readonly string[]): readonly string[] {
  const removed = lines.filter(line => line.startsWith("Removed '")).sort()
  return lines.map(line => (line.startsWith("Removed '") ? (removed.shift() ?? line) : line))
}

function sortStructs(lines: readonly string[]): readonly string[] {
  const text = lines.join('\n')
  const structs = text.match(/ {6}struct \{\n.*\n.*\n.*\n {6}\}/g) ?? []
  return [text.replace(/ {6}struct \{\n.*\n.*\n.*\n {6}\}\n?/g, ''), ...structs.sort()]
}
