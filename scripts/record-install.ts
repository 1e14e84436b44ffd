/**
 * Records what systemctl of real systemd answers: `node scripts/record-install.ts [--check] [--container=NAME] [FILE...]`.
 *
 * Each file of test/parity/install holds groups of a tree of unit files and commands. Every command is run in the container, on
 * the tree below a root (or in the running system), and its answer written beside it. With --check nothing is written, and any
 * answer that is another than before fails.
 */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { noInstallInfoLines } from '#catalog/install/messages.ts'

interface Answer {
  readonly exit: number
  readonly out: readonly string[]
  readonly err: readonly string[]
  readonly changed: Readonly<Record<string, unknown>>
}

interface Command {
  readonly run: readonly string[]
  readonly answer?: Answer
}

interface Group {
  readonly name: string
  readonly way?: string
  readonly environment?: Readonly<Record<string, string>>
  readonly tree: Readonly<Record<string, unknown>>
  readonly commands: readonly Command[]
}

const here = fileURLToPath(new URL('.', import.meta.url))
const folder = join(here, '../test/parity/install')
const options = process.argv.slice(2).filter(word => word.startsWith('--'))
const named = process.argv.slice(2).filter(word => !word.startsWith('--'))
const container = options.find(word => word.startsWith('--container='))?.slice(12) ?? 'oracle-install'
const check = options.includes('--check')

let drifted = 0
for (const name of named.length > 0 ? named : readdirSync(folder).filter(file => file.endsWith('.json'))) {
  const path = join(folder, name)
  const groups: readonly Group[] = JSON.parse(readFileSync(path, 'utf8'))
  const answers = ask(groups)
  const recorded = groups.map(group => ({ ...group, commands: group.commands.map(command => withAnswer(command)) }))
  function withAnswer(command: Command): Command {
    const answer = answers.shift()
    if (answer === undefined) {
      throw new Error('the container gave too few answers')
    }
    if (check && !isDeepStrictEqual(answer, command.answer)) {
      drifted++
      console.log(`${name}: ${command.run.join(' ')}\n${JSON.stringify(command.answer)}\n${JSON.stringify(answer)}`)
    }
    return { ...command, answer }
  }
  if (!check) {
    writeFileSync(path, format(recorded))
  }
  console.log(`${name}: ${groups.reduce((sum, group) => sum + group.commands.length, 0)} commands`)
}
process.exitCode = drifted === 0 ? 0 : 1

function ask(groups: readonly Group[]): Answer[] {
  const questions = groups.flatMap(({ way = 'offline', environment = {}, tree, commands }) =>
    commands.map(({ run }) => `${JSON.stringify({ way, environment, tree, run })}\n`),
  )
  const program = readFileSync(join(here, 'record-install.py'), 'utf8')
  const done = spawnSync('docker', ['exec', '-i', container, 'python3', '-c', program], {
    input: questions.join(''),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  return done.stdout
    .split('\n')
    .slice(0, -1)
    .map(line => shorten(JSON.parse(line)))
}

/** The long explanation is held in one place; here it stands as one line. */
function shorten(answer: Answer): Answer {
  const explanation = noInstallInfoLines(true)
  const start = answer.err.findIndex((_, at) => explanation.every((line, index) => answer.err[at + index] === line))
  if (start < 0) {
    return answer
  }
  const err = [...answer.err.slice(0, start), '@NO-INSTALL-INFO@', ...answer.err.slice(start + explanation.length)]
  return { ...answer, err }
}

/** One line a file or command, so that changes can be read. */
function format(groups: readonly Group[]): string {
  const written = groups.map(({ tree, commands, ...rest }) => {
    const head = Object.entries(rest).map(([key, value]) => `    ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`)
    const files = Object.entries(tree).map(([path, what]) => `      ${JSON.stringify(path)}: ${JSON.stringify(what)}`)
    const lines = commands.map(command => `      ${JSON.stringify(command)}`)
    return `  {\n${head.join('')}    "tree": {\n${files.join(',\n')}\n    },\n    "commands": [\n${lines.join(',\n')}\n    ]\n  }`
  })
  return `[\n${written.join(',\n')}\n]\n`
}
