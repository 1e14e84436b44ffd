/** Pairs of containers: real systemd, and berth on the same image with the same systemctl to ask with. */
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')
const image = 'berth-test/systemd'

export interface Pair {
  readonly real: string
  readonly ours: string
}

/** Which systemctl asks our manager; real systemd is always asked by its own. */
export type Client = 'stock' | 'own'

function docker(...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('docker', args, { encoding: 'utf8', maxBuffer: 2 ** 28 })
  if (status !== 0) {
    throw new Error(`docker ${args.slice(0, 3).join(' ')}: ${stderr}`)
  }
  return stdout
}

/** Boots both sides; `rootfs` is what `npm run build` made. */
export function bootPair(name: string, rootfs: string): Pair {
  const pair = { real: `${name}-systemd`, ours: `${name}-berth` }
  execFileSync(join(root, 'scripts/docker/oracle.sh'), [pair.real])
  removeContainer(pair.ours)
  const made = [
    '--name',
    pair.ours,
    '--hostname',
    pair.real,
    '--network',
    'none',
    '--tmpfs',
    '/run',
    '--tmpfs',
    '/run/lock',
  ]
  docker('create', ...made, image, '/usr/bin/systemctl')
  const folder = mkdtempSync(join(tmpdir(), 'berth-lives-'))
  const lives = join(folder, 'lives')
  cpSync(join(import.meta.dirname, 'act.pl'), join(lives, 'act'))
  cpSync(join(import.meta.dirname, 'driver.pl'), join(lives, 'driver'))
  docker('cp', '-q', `${pair.real}:/usr/bin/systemctl`, join(lives, 'stock'))
  execFileSync('chmod', ['-R', '755', lives])
  docker('cp', '-q', lives, `${pair.real}:/`)
  docker('cp', '-q', lives, `${pair.ours}:/`)
  execFileSync('sh', ['-c', `tar -C "$0" -c . | docker cp -q - ${pair.ours}:/`, rootfs])
  rmSync(folder, { recursive: true })
  docker('start', pair.ours)
  spawnSync('docker', ['exec', pair.ours, '/usr/bin/systemctl', 'is-system-running', '--wait'])
  return pair
}

export function removePair({ real, ours }: Pair): void {
  removeContainer(real)
  removeContainer(ours)
}

function removeContainer(name: string): void {
  spawnSync('docker', ['rm', '-f', '-v', name])
}

/** Lives a scenario in a container. @returns what the driver printed. */
export function live(container: string, client: Client, script: string): Promise<string> {
  const path = client === 'stock' ? '/lives/stock' : '/usr/bin/systemctl'
  const child = spawn('docker', ['exec', '-i', container, 'perl', '/lives/driver', path], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdin.end(script)
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
  })
  return new Promise(resolve => child.on('close', () => resolve(text)))
}
