/** The machine of the recordings in memory: the recorded units, and programs that do what theirs do. */
import { globSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import type { FakeProcess, Program } from '../../fake/kernel.ts'
import { Running } from '../../fake/running.ts'
import { runLine } from '../../fake/shell/shell.ts'

const folder = import.meta.dirname
const shipped = join(folder, '../../../units')
const SIGKILL = 9

const sleeps = (self: FakeProcess): void => self.becomes('sleep', 'infinity')

/** What the shell scripts of the recorded units do. */
const scripts: readonly (readonly [RegExp, Program])[] = [
  [/^exit (\d)$/, self => self.exit(Number(/\d/.exec(self.argv[2] ?? '')?.[0]))],
  [
    /exit 3$/,
    self => {
      self.print('no reason at all')
      self.exit(3)
    },
  ],
  [/^kill -KILL/, self => self.signal(SIGKILL)],
  [/STATUS=a b/, self => tell(self, 'READY=1\nSTATUS=a b\nERRNO=2\nBUSERROR=org.foo.Bar')],
  [/Serving 3 guests/, self => tell(self, 'READY=1\nSTATUS=Serving 3 guests')],
  [
    /^sleep infinity &/,
    self => {
      self.fork(sleeps)
      self.fork(child => {
        child.becomes('sh', '-c', 'sleep infinity; :')
        child.fork(sleeps)
      })
      sleeps(self)
    },
  ],
]

function tell(self: FakeProcess, text: string): void {
  self.notify(text)
  sleeps(self)
}

const sleep: Program = self => {
  const seconds = Number(self.argv[1])
  if (Number.isFinite(seconds)) {
    self.after(seconds * 1_000_000, () => self.exit(0))
  }
}

const shell: Program = self => {
  const script = self.argv[2] ?? ''
  const known = scripts.find(([what]) => what.test(script))
  if (known === undefined) {
    throw new Error(`no program for: ${script}`)
  }
  known[1](self)
}

/** A module that is read only when a command needs it takes real time, in which a clock that tests move would run on. */
async function loadCommands(): Promise<void> {
  const source = join(folder, '../../../src')
  const files = globSync(['cli/**/*.ts', 'core/calendar/*.ts'], { cwd: source }).filter(path => path !== 'cli/main.ts')
  for (const path of files) {
    await import(join(source, path))
  }
  await Promise.all([import('yargs'), import('pidusage')])
}

/** Boots it, and brings its units into the state in which the list of invocations finds them. */
export async function bootRecorded(): Promise<Running> {
  await loadCommands()
  const machine = new Running({
    files: { '/run/log': null, '/var/lib': null, '/var/cache': null },
    programs: { '/bin/sh': shell, '/bin/sleep': sleep },
  })
  copy(machine, shipped, '/usr/lib/systemd/system')
  copy(machine, join(folder, 'units'), '')
  await machine.boot()
  const setUp = readFileSync(join(folder, 'setup.sh'), 'utf8').replaceAll('\\\n', ' ')
  for (const line of setUp.split('\n').filter(text => /^(systemctl|rm) /.test(text))) {
    await runLine(machine, line)
  }
  return machine
}

function copy(machine: Running, from: string, to: string): void {
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, path] = [join(from, entry.name), `${to}/${entry.name}`]
    if (entry.isDirectory()) {
      copy(machine, source, path)
    } else {
      machine.machine.write(path, entry.isSymbolicLink() ? `-> ${readlinkSync(source)}` : readFileSync(source, 'utf8'))
    }
  }
}
