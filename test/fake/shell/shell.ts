/** Runs recorded shell lines on a machine in memory: systemctl and its other names are ours, beside a few small programs. */
import { posix } from 'node:path'
import { decodeText } from '#core/base/text/text.ts'
import type { Running, Said } from '../running.ts'
import { NeedsShell, type Pipeline, parseLine, type Simple } from './words.ts'

const roles = new Set(['systemctl', 'halt', 'poweroff', 'reboot', 'shutdown', 'telinit', 'runlevel'])

/** Runs a line; throws NeedsShell for what it cannot do. */
export async function runLine(on: Running, line: string, columns = 0): Promise<Said> {
  const said = { code: 0, stdout: '', stderr: '' }
  let folder = '/'
  for (const pipeline of parseLine(line)) {
    const [first] = pipeline
    if (first?.words[0] === 'cd') {
      folder = first.words[1] ?? '/'
      continue
    }
    const { code, stdout, stderr } = await runPipeline(on, pipeline, columns, folder)
    said.code = code
    said.stdout += stdout
    said.stderr += stderr
  }
  return said
}

async function runPipeline(on: Running, pipeline: Pipeline, columns: number, folder: string): Promise<Said> {
  let said: Said = { code: 0, stdout: '', stderr: '' }
  for (const [at, command] of pipeline.entries()) {
    const isLast = at === pipeline.length - 1
    const next = await runSimple(on, command, { input: said.stdout, columns: isLast ? columns : 0, folder })
    said = redirect(on, command, { ...next, stderr: said.stderr + next.stderr })
  }
  return said
}

function redirect(on: Running, { errors, output }: Simple, { code, stdout, stderr }: Said): Said {
  const shown = errors === 'to output' ? stdout + stderr : stdout
  const rest = errors === 'shown' ? stderr : ''
  if (output === null) {
    return { code, stdout: shown, stderr: rest }
  }
  const former = output.append ? readFile(on, output.path) : ''
  if (output.path !== '/dev/null') {
    on.machine.write(output.path, former + shown)
  }
  return { code, stdout: '', stderr: rest }
}

interface Around {
  readonly input: string
  readonly columns: number
  readonly folder: string
}

async function runSimple(on: Running, command: Simple, around: Around): Promise<Said> {
  const [name = '', ...args] = command.words
  if (name === ':' || name === 'true') {
    return out('')
  }
  if (name === 'runuser' && args[0] === '-u' && args[1] === 'nobody' && args[2] === '--') {
    return runOurs(on, { ...command, words: args.slice(3) }, { ...around, uid: 65_534 })
  }
  if (roles.has(name)) {
    return runOurs(on, command, { ...around, uid: 0 })
  }
  const program = programs[name]
  if (program === undefined) {
    throw new NeedsShell(`${name}: not here`)
  }
  return program(on, args, around.input)
}

async function runOurs(
  on: Running,
  { words, assignments }: Simple,
  { input, columns, folder, uid }: Around & { readonly uid: number },
): Promise<Said> {
  if (!roles.has(words[0] ?? '')) {
    throw new NeedsShell(words.join(' '))
  }
  const during = async (hasEnded: () => boolean): Promise<void> => {
    let { reexecutions } = on.machine
    for (let tenths = 0; tenths < 300 && !hasEnded(); tenths++) {
      await on.pass(0.1)
      if (on.machine.reexecutions === reexecutions) {
        continue
      }
      reexecutions = on.machine.reexecutions
      await on.reexecuted()
    }
  }
  return on.command(words, {
    columns,
    environment: assignments,
    workingDirectory: folder,
    uid,
    input,
    during,
  })
}

const out = (stdout: string, code = 0): Said => ({ code, stdout, stderr: '' })

function readFile(on: Running, path: string): string {
  const found = on.machine.tree.find(path)
  return found.ok ? decodeText(found.value.node.bytes) : ''
}

/** The paths of the tree that a pattern means. */
function expand(on: Running, pattern: string): readonly string[] {
  if (!/[*[]/.test(pattern)) {
    return [pattern]
  }
  return [...on.machine.tree.nodes.keys()].filter(path => posix.matchesGlob(path, pattern)).toSorted()
}

type Small = (on: Running, args: readonly string[], input: string) => Said | Promise<Said>

/** Small programs, as far as recorded lines use them. */
const programs: Readonly<Record<string, Small>> = {
  sleep: async (on, [seconds]) => {
    await on.pass(Number(seconds))
    return out('')
  },
  head: (_on, [count = '-10'], input) => out(joined(lines(input).slice(0, -Number(count)))),
  sort: (_on, args, input) => {
    if (args.some(arg => arg !== '-u')) {
      throw new NeedsShell('sort of files')
    }
    const sorted = lines(input).toSorted(byBytes)
    return out(joined(args.includes('-u') ? [...new Set(sorted)] : sorted))
  },
  /** `cut -dX -fN[-M]` */
  cut: (_on, args, input) => {
    const words = args.join(' ')
    const [, by = '', first = '', last = first] = /^-d ?(.) -f(\d)(?:-(\d))?$/.exec(words) ?? []
    if (by === '') {
      throw new NeedsShell(`cut ${words}`)
    }
    const part = (line: string): string =>
      line.includes(by)
        ? line
            .split(by)
            .slice(Number(first) - 1, Number(last))
            .join(by)
        : line
    return out(joined(lines(input).map(part)))
  },
  cat: (on, args, input) => {
    if (args.length === 0) {
      return out(input)
    }
    const paths = args.flatMap(path => expand(on, path))
    const missing = paths.filter(path => !on.machine.tree.find(path).ok)
    const text = paths.map(path => readFile(on, path)).join('')
    const stderr = [...missing, ...args.filter(arg => expand(on, arg).length === 0)]
    return { code: stderr.length === 0 ? 0 : 1, stdout: text, stderr: stderr.map(noSuchFile('cat')).join('') }
  },
  grep: (_on, args, input) => {
    const options = args.filter(arg => arg.startsWith('-')).join('')
    const [pattern = '', ...more] = args.filter(arg => !arg.startsWith('-'))
    if (more.length > 0 || /[^-Eqv]/.test(options)) {
      throw new NeedsShell('grep in files')
    }
    const matcher = new RegExp(pattern)
    const found = lines(input).filter(line => matcher.test(line) !== options.includes('v'))
    return out(options.includes('q') ? '' : joined(found), found.length > 0 ? 0 : 1)
  },
  /** `ls -d PATH...` */
  ls: (on, [option, ...paths]) => {
    if (option !== '-d') {
      throw new NeedsShell(`ls ${option}`)
    }
    const isThere = (path: string): boolean => on.machine.tree.find(path).ok
    const missing = paths.filter(path => !isThere(path))
    const stderr = missing.map(path => `ls: cannot access '${path}': No such file or directory\n`).join('')
    return { code: missing.length === 0 ? 0 : 2, stdout: joined(paths.filter(isThere).toSorted(byBytes)), stderr }
  },
  readlink: (on, [path = '']) => {
    const found = on.machine.tree.find(path, 'keep')
    return found.ok && found.value.node.kind === 'symlink' ? out(`${found.value.node.target}\n`) : out('', 1)
  },
  touch: (on, [path = '']) => {
    if (!on.machine.tree.find(path).ok) {
      on.machine.write(path, '')
    }
    return out('')
  },
  mkdir: (on, args) => {
    for (const path of args.filter(arg => !arg.startsWith('-'))) {
      on.machine.write(path, null)
    }
    return out('')
  },
  rm: async (on, args) => {
    for (const path of args.filter(arg => !arg.startsWith('-')).flatMap(arg => expand(on, arg))) {
      await on.machine.files.removeTree(path)
    }
    return out('')
  },
  printf: (_on, [format = '', ...more]) => {
    if (more.length > 0) {
      throw new NeedsShell('printf of arguments')
    }
    return out(format.replaceAll('\\n', '\n'))
  },
  /** `find FOLDER... -name PATTERN -printf '%p %l\n'` */
  find: (on, args) => {
    const at = args.indexOf('-name')
    const [pattern = ''] = args.slice(at + 1)
    const folders = args.slice(0, at)
    const found = [...on.machine.tree.nodes].filter(
      ([path]) =>
        folders.some(folder => path.startsWith(`${folder}/`)) && posix.matchesGlob(posix.basename(path), pattern),
    )
    return out(found.map(([path, { kind, target }]) => `${path} ${kind === 'symlink' ? target : ''}\n`).join(''))
  },
}

const noSuchFile = (program: string) => (path: string) =>
  `${program}: ${/[*[]/.test(path) ? `'${path}'` : path}: No such file or directory\n`

function lines(text: string): readonly string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n')
}

function joined(all: readonly string[]): string {
  return all.map(line => `${line}\n`).join('')
}

function byBytes(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other))
}
