/**
 * A machine for tests: the built program as PID 1 of private PID and mount namespaces, with units of the test's own and the rest
 * of the host's files below them. Nothing is waited for by the clock: the console tells what happens.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { closeSync, constants, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { Socket } from 'node:net'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'

const root = join(import.meta.dirname, '../..')
export const systemctl = join(root, 'dist/rootfs/usr/bin/systemctl')
export const fixtures = join(root, 'build/native')

/** What a command inside printed and how it ended. */
export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

export interface MachineOptions {
  /** Unit files for /etc/systemd/system, by name. */
  readonly units?: Readonly<Record<string, string>>
  /** Files anywhere below /etc, /run or /var, by path. */
  readonly files?: Readonly<Record<string, string>>
  /** Arguments of the program; without any it boots default.target, which wants `boots`. */
  readonly args?: readonly string[]
  readonly boots?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  /** Shell lines run in the namespaces before PID 1 is executed. */
  readonly before?: string
  /** How PID 1's standard output is redirected by the shell that executes it. */
  readonly redirect?: string
  /** The program that becomes PID 1, instead of our systemctl. */
  readonly program?: string
  /** Nobody reads the console until `listen` is called. */
  readonly unread?: boolean
  /** As a user without privileges outside. */
  readonly unprivileged?: boolean
}

/** A root of its own: the host's programs and users, nothing of its services, and folders that start empty. */
const setUp = `
set -e
new=$FILES.root
mkdir -p $new
mount -t tmpfs -o mode=755 tmpfs $new
for name in bin sbin lib lib64; do
  [ ! -L /$name ] || cp -P /$name $new/
done
for name in usr proc sys dev; do
  mkdir $new/$name
  mount --rbind /$name $new/$name
done
mkdir $new/etc
for name in passwd group nsswitch.conf ld.so.cache localtime alternatives; do
  [ ! -e /etc/$name ] || cp -a /etc/$name $new/etc/
done
mkdir -p $new/run $new/tmp $new/var/lib $new/var/cache $new/var/log $new/var/tmp $new/root "$new$PROJECT"
chmod 1777 $new/tmp $new/var/tmp
mount --rbind "$PROJECT" "$new$PROJECT"
for folder in usr/lib/systemd/system usr/lib/systemd/system-generators usr/local/lib/systemd usr/lib/tmpfiles.d usr/lib/sysusers.d; do
  [ ! -d $new/$folder ] || mount -t tmpfs -o mode=755 tmpfs $new/$folder
done
mount -t tmpfs -o mode=755 tmpfs $new/run
cp -a "$FILES"/. $new/
mkdir $new/mnt
mount --bind "$FILES" $new/mnt
chmod 755 $new
`

const limitMs = 30_000

/** Boots a machine. End it with `end`, which leaves nothing behind. */
export function boot(options: MachineOptions = {}): Machine {
  const folder = mkdtempSync('/var/tmp/berth-machine-')
  const put = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text, { mode: path.startsWith('/etc/init.d') ? 0o755 : 0o644 })
  }
  for (const [name, text] of Object.entries(options.units ?? {})) {
    put(`/etc/systemd/system/${name}`, text)
  }
  for (const [path, text] of Object.entries(options.files ?? {})) {
    put(path, text)
  }
  const wants = (options.boots ?? []).map(name => `Wants=${name}\n`).join('')
  put('/etc/systemd/system/default.target', `[Unit]\nDescription=The test\n${wants}`)
  const args = options.args ?? []
  const words = [options.program ?? systemctl, ...args].map(word => `'${word}'`).join(' ')
  const begin = `exec env -u FILES -u PROJECT chroot $new ${words} ${options.redirect ?? ''}`
  const script = `${setUp}\n${options.before ?? ''}\n${begin}\n`
  const user = options.unprivileged === true || process.getuid?.() !== 0 ? ['--user', '--map-root-user'] : []
  const unshare = ['--fork', '--pid', '--mount', '--mount-proc', '--uts', '--ipc', '--kill-child', ...user]
  const terminal = openConsole(`${folder}.console`)
  // Should the test be killed, the machine is, too.
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', 'unshare', ...unshare, '/bin/bash', '-c', script], {
    stdio: ['ignore', terminal.writer, terminal.writer],
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', FILES: folder, PROJECT: root, ...options.environment },
  })
  closeSync(terminal.writer)
  const machine = new Machine(child, terminal.reader, folder, user.length > 0)
  if (options.unread !== true) {
    machine.listen()
  }
  return machine
}

/** A real pipe, as a container engine's log is one; what Node gives its children are sockets. */
function openConsole(path: string): { readonly reader: number; readonly writer: number } {
  const made = spawnSync('mkfifo', [path], { encoding: 'utf8' })
  if (made.status !== 0) {
    throw new Error(made.stderr)
  }
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  const writer = openSync(path, constants.O_WRONLY)
  rmSync(path)
  return { reader, writer }
}

export class Machine {
  readonly #child: ChildProcess
  readonly #reader: number
  /** A folder of the host that is /mnt inside. */
  readonly folder: string
  readonly #inUserNamespace: boolean
  readonly #lines: string[] = []
  readonly #waiting = new Set<() => void>()
  readonly #ended: Promise<number>
  #heard: Promise<void> | undefined

  constructor(child: ChildProcess, reader: number, folder: string, inUserNamespace: boolean) {
    this.#child = child
    this.#reader = reader
    this.folder = folder
    this.#inUserNamespace = inUserNamespace
    this.#ended = new Promise(resolve => {
      child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGKILL' ? 137 : 1)))
    })
  }

  /** Begins to read the console. */
  listen(): void {
    const input = new Socket({ fd: this.#reader, readable: true, writable: false })
    createInterface({ input }).on('line', line => {
      this.#lines.push(line)
      this.#wake()
    })
    this.#heard = new Promise(resolve => input.once('close', () => resolve()))
    void this.exit.then(() => this.#wake())
  }

  /** The exit code of PID 1, when its last words are read; 128 and the signal's number when one killed it. */
  get exit(): Promise<number> {
    return this.#ended.then(async code => {
      await this.#heard
      return code
    })
  }

  get console(): readonly string[] {
    return this.#lines
  }

  /** Resolves with the first console line that fits, also one that was printed before; `after` passes over earlier ones. */
  async line(pattern: RegExp, after = 0): Promise<string> {
    const found = await this.#until(() => this.#lines.slice(after).find(line => pattern.test(line)))
    if (found === undefined) {
      throw new Error(`no line like ${pattern} in:\n${this.#lines.join('\n')}`)
    }
    return found
  }

  /** Runs a command inside. */
  run(...command: readonly string[]): Ran {
    const user = this.#inUserNamespace ? ['--user', '--preserve-credentials'] : []
    const args = ['--target', this.pid, '--mount', '--pid', '--uts', '--ipc', '--root', '--wd=/', ...user, ...command]
    const { status, stdout, stderr } = spawnSync('nsenter', args, { encoding: 'utf8' })
    return { code: status ?? -1, out: stdout, err: stderr }
  }

  /** Runs our systemctl inside. */
  ctl(...args: readonly string[]): Ran {
    return this.run(systemctl, ...args)
  }

  /** One property of a unit. */
  show(property: string, unit: string): string {
    return this.ctl('show', '-P', property, unit).out.trim()
  }

  /** PID 1, as seen from outside. */
  get pid(): string {
    const { pid } = this.#child
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
    return children.split(' ')[0] ?? ''
  }

  signal(signal: number): void {
    process.kill(Number(this.pid), signal)
  }

  /** Kills what is left, and waits until it is gone. */
  async end(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      this.#child.kill('SIGKILL')
    }
    await this.exit
    if (this.#heard === undefined) {
      closeSync(this.#reader)
    }
    rmSync(this.folder, { recursive: true, force: true })
    rmSync(`${this.folder}.root`, { recursive: true, force: true })
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) {
      wake()
    }
  }

  async #until<T>(look: () => T | undefined): Promise<T | undefined> {
    const isOver = { value: false }
    const timer = setTimeout(() => {
      isOver.value = true
      this.#wake()
    }, limitMs)
    let found = look()
    while (found === undefined && !isOver.value && this.#child.exitCode === null) {
      await new Promise<void>(resolve => {
        const wake = (): void => {
          this.#waiting.delete(wake)
          resolve()
        }
        this.#waiting.add(wake)
      })
      found = look()
    }
    clearTimeout(timer)
    return found ?? look()
  }
}
