/** The machines berth is built for, and what building for another one than this takes. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const root = dirname(import.meta.dirname)
const require = createRequire(import.meta.url)

interface Platform {
  /** Node's name for it, as in `process.arch`. */
  readonly arch: 'x64' | 'arm64'
  /** What `uname -m` says. */
  readonly machine: string
  /** Compiles for it, on any machine. */
  readonly compiler: string
  /** Runs its programs elsewhere: the first of these that is installed. */
  readonly emulators: readonly string[]
}

export const platforms: readonly Platform[] = [
  {
    arch: 'x64',
    machine: 'x86_64',
    compiler: 'x86_64-linux-gnu-gcc',
    emulators: ['qemu-x86_64-static', 'qemu-x86_64'],
  },
  {
    arch: 'arm64',
    machine: 'aarch64',
    compiler: 'aarch64-linux-gnu-gcc',
    emulators: ['qemu-aarch64-static', 'qemu-aarch64'],
  },
]

/** The platform that `--arch` names among a script's arguments, else this machine's. */
export function wantedPlatform(args: readonly string[]): Platform {
  const at = args.indexOf('--arch')
  const name = at < 0 ? process.arch : args[at + 1]
  const platform = platforms.find(({ arch }) => arch === name)
  if (platform === undefined) {
    throw new Error(`berth is built for ${platforms.map(({ arch }) => arch).join(' and ')}, not for ${name}`)
  }
  return platform
}

/** A folder of its own for what is built for another machine. */
export function placeFor({ arch }: Platform, path: string): string {
  return join(root, arch === process.arch ? path : `${path}-${arch}`)
}

export function compilerFor({ arch, compiler }: Platform): string {
  return process.env['CC'] ?? (arch === process.arch ? 'gcc' : compiler)
}

/** The program that runs those of that platform here: '' where none is needed, undefined where there is none. */
export function emulatorFor({ arch, emulators }: Platform): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(':')
  const paths = emulators.flatMap(name => folders.map(folder => join(folder, name)))
  return arch === process.arch ? '' : paths.find(path => existsSync(path))
}

/** Node for that platform, in the version we pin: npm installs only this machine's. */
export function nodeFor(platform: Platform): string {
  const name = `node-linux-${platform.arch}`
  if (platform.arch === process.arch) {
    return join(dirname(require.resolve(`${name}/package.json`)), 'bin/node')
  }
  const { optionalDependencies } = require(join(root, 'package.json')) as {
    readonly optionalDependencies: Readonly<Record<string, string>>
  }
  const version = optionalDependencies[name] ?? ''
  const folder = join(root, 'build', `${name}-${version}`)
  if (!existsSync(folder)) {
    fetchPackage(`${name}@${version}`, folder)
  }
  return join(folder, 'bin/node')
}

function fetchPackage(spec: string, folder: string): void {
  mkdirSync(dirname(folder), { recursive: true })
  const aside = mkdtempSync(`${folder}.`)
  try {
    const packed = execFileSync('npm', ['pack', '--silent', '--pack-destination', aside, spec], { encoding: 'utf8' })
    execFileSync('tar', ['-C', aside, '-xzf', join(aside, packed.trim())])
    renameSync(join(aside, 'package'), folder)
  } finally {
    rmSync(aside, { recursive: true, force: true })
  }
}

/** Where the cross compiler's packages put that platform's libraries, for the emulator. */
export function librariesFor({ machine }: Platform): string {
  return `/usr/${machine}-linux-gnu`
}
