/**
 * Boots the manager as PID 1 of private namespaces and shows what it does: no Docker needed.
 *
 *     node scripts/demo.ts
 *
 * Three services of examples/shop come up in order; one is killed and comes back; all are stopped in reverse order. On a terminal
 * a shell inside is offered before the end.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const root = join(import.meta.dirname, '..')
const systemctl = join(root, 'dist/rootfs/usr/bin/systemctl')
const isTerminal = process.stdin.isTTY === true && process.stdout.isTTY === true
const namespaces = ['--fork', '--pid', '--mount', '--mount-proc', '--kill-child']
const userNamespace = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user']

/**
 * What is laid over the machine's own folders, in the mount namespace only. The machine's rules for files and users must not be
 * seen: this is a boot, at which they may say to empty /tmp, and that is the machine's own.
 */
const setUp = `
set -e
mount -t tmpfs tmpfs /run
mkdir -p /run/systemd/system
rules='/etc/tmpfiles.d /usr/lib/tmpfiles.d /usr/local/lib/tmpfiles.d /etc/sysusers.d /usr/lib/sysusers.d /usr/local/lib/sysusers.d'
for folder in /etc/systemd /usr/lib/systemd/system /usr/local/lib/systemd /etc/init.d $rules; do
  [ ! -d $folder ] || mount -t tmpfs tmpfs $folder
done
cp "$2"/* /run/systemd/system
exec "$1" init shop.target
`

function say(text: string): void {
  process.stdout.write(`\n\u001b[1m${text}\u001b[0m\n`)
}

function give(text: string): void {
  process.stdout.write(text)
}

/** One sentence when namespaces cannot be made; nothing when they can. */
function whyNot(): string | null {
  const tried = spawnSync('unshare', [...userNamespace, ...namespaces, 'true'], { encoding: 'utf8' })
  if (tried.error) {
    return 'unshare is not installed (Debian: apt install util-linux).'
  }
  if (tried.status === 0) {
    return null
  }
  return `This machine does not let us make PID and mount namespaces (${tried.stderr.trim()}): run the demo as root.`
}

/** PID 1 of the namespace, as seen from out here. */
function firstChild(child: ChildProcess): string {
  const path = `/proc/${child.pid}/task/${child.pid}/children`
  return readFileSync(path, 'utf8').trim().split(' ')[0] ?? ''
}

function enter(pid: string): readonly string[] {
  return [
    '--target',
    pid,
    '--mount',
    '--pid',
    ...(userNamespace.length > 0 ? ['--user', '--preserve-credentials'] : []),
  ]
}

function inside(pid: string, ...command: readonly string[]): string {
  const { stdout, stderr } = spawnSync('nsenter', [...enter(pid), ...command], { encoding: 'utf8' })
  return stdout + stderr
}

/** The manager's console: prints each line, and resolves promises for the lines that are waited for. */
class Console {
  readonly #seen: string[] = []
  readonly #waiting = new Set<{ readonly pattern: RegExp; readonly found: () => void }>()

  constructor(child: ChildProcess) {
    if (child.stdout === null) {
      throw new Error('the manager has no console')
    }
    createInterface({ input: child.stdout }).on('line', line => {
      give(`${line}\n`)
      this.#seen.push(line)
      for (const one of this.#waiting) {
        if (one.pattern.test(line)) {
          one.found()
        }
      }
    })
  }

  /** Resolves when a line that fits has been printed since the last call of `forget`. */
  line(pattern: RegExp): Promise<void> {
    if (this.#seen.some(line => pattern.test(line))) {
      return Promise.resolve()
    }
    return new Promise(resolve => {
      const found = (): void => {
        this.#waiting.delete(entry)
        resolve()
      }
      const entry = { pattern, found }
      this.#waiting.add(entry)
    })
  }

  forget(): void {
    this.#seen.length = 0
  }
}

async function main(): Promise<void> {
  execFileSync(process.execPath, [join(root, 'scripts/build.ts')], { stdio: 'inherit' })
  if (!existsSync(systemctl)) {
    throw new Error('the build left no systemctl')
  }
  const refusal = whyNot()
  if (refusal !== null) {
    process.stderr.write(`${refusal}\n`)
    process.exitCode = 1
    return
  }
  say('Booting: the manager is PID 1 of its own namespace')
  const args = [...userNamespace, ...namespaces, 'sh', '-c', setUp, 'sh', systemctl, join(root, 'examples/shop')]
  const manager = spawn('unshare', args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<number | null>(resolve => manager.once('exit', code => resolve(code)))
  const console = new Console(manager)
  await Promise.race([console.line(/Reached target shop\.target/), ended])
  if (manager.exitCode !== null) {
    throw new Error(`the manager ended with ${manager.exitCode}`)
  }
  await tour(firstChild(manager), console)
  const code = await ended
  say(`The manager ended with exit code ${code}`)
}

async function tour(pid: string, console: Console): Promise<void> {
  say('$ systemctl status shop-server')
  give(inside(pid, systemctl, 'status', 'shop-server'))
  say('$ systemctl kill --signal=KILL shop-server      (Restart=always brings it back)')
  console.forget()
  give(inside(pid, systemctl, 'kill', '--signal=KILL', 'shop-server'))
  await console.line(/Started shop-server\.service/)
  give(inside(pid, systemctl, 'show', '-p', 'ActiveState,NRestarts', 'shop-server'))
  if (isTerminal) {
    say('A shell inside: try systemctl, ps ax, kill. Leave it with exit or Ctrl-D.')
    const path = `${join(root, 'dist/rootfs/usr/bin')}:${process.env['PATH'] ?? ''}`
    spawnSync('nsenter', [...enter(pid), '/bin/sh', '-i'], { stdio: 'inherit', env: { ...process.env, PATH: path } })
  }
  say('$ systemctl exit 0      (everything stops in reverse order)')
  give(inside(pid, systemctl, 'exit', '0'))
}

await main()
