// Docker for tests: images of our own, containers that are gone afterwards, and waiting for what they say.
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')
const scripts = join(root, 'scripts/docker')

/** What a command printed and how it ended. */
export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Newer clients know BuildKit only by a plugin that may be missing; the one of Debian's docker.io speaks it itself. */
const clients = { classic: 'docker', buildkit: '/usr/bin/docker' } as const

/** Runs docker; for what must work, see `docker`. */
export function tryDocker(...args: readonly string[]): Ran {
  const { status, stdout, stderr } = spawnSync('docker', args, { encoding: 'utf8', maxBuffer: 2 ** 26 })
  return { code: status ?? -1, out: stdout, err: stderr }
}

/** Runs docker and gives what it printed; throws what it complained of. */
export function docker(...args: readonly string[]): string {
  const { code, out, err } = tryDocker(...args)
  if (code !== 0) {
    throw new Error(`docker ${args.join(' ')}: ${err}`)
  }
  return out.trim()
}

/** Starts the engine where none answers, and makes an image of Debian with packages, unless there is one of that name. */
export function makeImage(name: string, suite: string, ...packages: readonly string[]): void {
  execFileSync(join(scripts, 'image.sh'), [name, suite, ...packages], { stdio: ['ignore', 'ignore', 'inherit'] })
}

/** Boots real systemd in a container. */
export function bootOracle(name: string, image: string): void {
  execFileSync(join(scripts, 'oracle.sh'), [name, image], { stdio: ['ignore', 'ignore', 'inherit'] })
}

/**
 * Builds an image from a Dockerfile's text, which may say `COPY --from=berth / /`; `files` lie in its context.
 * @returns what the builder printed.
 */
export function build(
  name: string,
  dockerfile: string,
  how: { readonly files?: Readonly<Record<string, string>>; readonly builder?: 'classic' | 'buildkit' } = {},
): string {
  const context = mkdtempSync(join(tmpdir(), 'berth-context-'))
  try {
    writeFileSync(join(context, 'Dockerfile'), dockerfile)
    for (const [path, text] of Object.entries(how.files ?? {})) {
      writeFileSync(join(context, path), text)
    }
    const env = { ...process.env, DOCKER_BUILDKIT: how.builder === 'buildkit' ? '1' : '0' }
    const args = ['build', '--network', 'host', '-t', name, context]
    const { status, stdout, stderr } = spawnSync(clients[how.builder ?? 'classic'], args, { encoding: 'utf8', env })
    if (status !== 0) {
      throw new Error(`docker build of ${name}: ${stderr}`)
    }
    return stdout + stderr
  } finally {
    rmSync(context, { recursive: true })
  }
}

/** The image `berth`, of what was built: what docker/Dockerfile would build anew each time. */
export function buildBerth(): void {
  const context = mkdtempSync(join(tmpdir(), 'berth-image-'))
  try {
    cpSync(join(root, 'dist/rootfs'), join(context, 'rootfs'), { recursive: true, verbatimSymlinks: true })
    writeFileSync(join(context, 'Dockerfile'), 'FROM scratch\nCOPY rootfs/ /\n')
    const env = { ...process.env, DOCKER_BUILDKIT: '0' }
    execFileSync('docker', ['build', '-q', '-t', 'berth', context], { stdio: 'ignore', env })
  } finally {
    rmSync(context, { recursive: true })
  }
}

/** A container under test. */
export interface Container {
  readonly name: string
  /** Runs a command inside. */
  run(...command: readonly string[]): Ran
  /** Waits until its log has a line that fits. */
  line(pattern: RegExp): Promise<string>
  log(): string
  /** `docker stop`: how many seconds it took, and the container's exit code. */
  stop(): { readonly seconds: number; readonly code: number }
  exitCode(): number
  remove(): void
}

const lineLimitMs = 60_000

/** Starts a container as a user would: no privilege, no cgroup mount, only loopback for a network. */
export function start(
  name: string,
  image: string,
  args: readonly string[] = [],
  command: readonly string[] = [],
): Container {
  tryDocker('rm', '-f', name)
  docker('run', '-d', '--name', name, '--hostname', name, '--network', 'none', ...args, image, ...command)
  const exitCode = (): number => Number(docker('inspect', '-f', '{{.State.ExitCode}}', name))
  return {
    name,
    run: (...inside) => tryDocker('exec', name, ...inside),
    line: pattern => waitForLine(name, pattern),
    log: () => {
      const { out, err } = tryDocker('logs', name)
      return out + err
    },
    stop: () => {
      const before = performance.now()
      docker('stop', name)
      return { seconds: (performance.now() - before) / 1000, code: exitCode() }
    },
    exitCode,
    remove: () => void tryDocker('rm', '-f', '-v', name),
  }
}

function waitForLine(name: string, pattern: RegExp): Promise<string> {
  const child = spawn('docker', ['logs', '-f', name], { stdio: ['ignore', 'pipe', 'pipe'] })
  let text = ''
  return new Promise<string>((resolve, reject) => {
    const end = (act: () => void): void => {
      clearTimeout(limit)
      child.kill()
      act()
    }
    const take = (piece: Buffer): void => {
      text += piece.toString('utf8')
      const line = text.split('\n').find(one => pattern.test(one))
      if (line !== undefined) {
        end(() => resolve(line))
      }
    }
    const limit = setTimeout(() => end(() => reject(new Error(`no line like ${pattern} in:\n${text}`))), lineLimitMs)
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    child.on('exit', () => end(() => reject(new Error(`${name} ended without a line like ${pattern}:\n${text}`))))
  })
}
