/**
 * Builds `dist/rootfs/`: a folder to copy over `/` of any merged-/usr image with glibc 2.28 or newer and libstdc++6.
 *
 *     node scripts/build.ts [--arch x64|arm64]
 *
 * For another machine than this it is `dist/rootfs-ARCH/`, with a cross compiler (Debian: gcc-aarch64-linux-gnu). The code that V8
 * compiles is kept only where an emulator runs that machine's Node (qemu-user-static); without, commands start more slowly.
 *
 * It holds only `usr/` and `etc/`, since a `bin/` or `sbin/` in it would meet the links of such images. All names are absolute
 * links to the launcher, which knows by its own place where Node and the bundle are.
 */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { build, type Plugin } from 'esbuild'
import { createObjectTree } from '#control/object-tree.ts'
import { ControlServer } from '#control/transport/server.ts'
import { linuxKernel } from '#kernel/linux.ts'
import { completionFiles } from './completions.ts'
import { emulatorFor, librariesFor, nodeFor, placeFor, wantedPlatform } from './platform.ts'

const root = dirname(import.meta.dirname)
const platform = wantedPlatform(process.argv)
const built = placeFor(platform, 'dist/rootfs')
/** Where it is put together: what is there from before stays whole, and in use, until this is done. */
const rootfs = `${built}.${process.pid}`
const native = placeFor(platform, 'build/native')
const library = 'usr/lib/berth'

/** Every name under which berth is called, besides /usr/bin/systemctl itself. */
const commands = [
  'usr/sbin/init',
  'usr/sbin/halt',
  'usr/sbin/poweroff',
  'usr/sbin/reboot',
  'usr/sbin/shutdown',
  'usr/sbin/telinit',
  'usr/sbin/runlevel',
  'usr/lib/systemd/systemd',
  'usr/bin/systemd-escape',
  'usr/bin/systemd-analyze',
  'usr/bin/systemd-delta',
  'usr/bin/systemd-tmpfiles',
  'usr/bin/systemd-sysusers',
  'usr/bin/berth',
]

/** For this machine, too: the build itself runs the program. */
function compileNative(): void {
  for (const arch of new Set([process.arch, platform.arch])) {
    const args = [join(root, 'scripts/build-native.ts'), '--arch', arch]
    execFileSync(process.execPath, args, { stdio: 'inherit' })
  }
}

const importMetaUrl = "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;"

/**
 * The pieces of the program: each is one file, so that starting it reads few, and only what is asked for. They share nothing at
 * run time: what two of them use is in both.
 */
const pieces = {
  entry: 'bin/berth.ts',
  manager: 'src/manager/main.ts',
  questions: 'src/manager/questions.ts',
  client: 'src/cli/main.ts',
  tools: 'src/cli/tools/tools.ts',
  berth: 'src/cli/berth/berth.ts',
  yargs: 'src/cli/command-line/yargs.ts',
}

/** Those that are worth a code cache (bin/load.cjs says why the manager is not). */
const cached = ['client', 'tools', 'yargs'] as const

/** Makes `import()` of another piece a question to the loader. */
const splitPieces: Plugin = {
  name: 'pieces',
  setup: ({ onResolve }) => {
    onResolve({ filter: /\.ts$/ }, ({ kind, path, resolveDir }) => {
      const wanted = path.startsWith('#') ? join(root, 'src', path.slice(1)) : join(resolveDir, path)
      const piece = Object.entries(pieces).find(([, source]) => join(root, source) === wanted)?.[0]
      return kind === 'dynamic-import' && piece !== undefined ? { path: `piece:${piece}`, external: true } : undefined
    })
  },
}

async function bundle(piece: string, source: string): Promise<void> {
  await build({
    entryPoints: [join(root, source)],
    outfile: join(rootfs, library, `${piece}.js`),
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    minify: true,
    // The loader reads it as bytes, so that V8 keeps one byte a character.
    charset: 'ascii',
    legalComments: 'none',
    plugins: [splitPieces],
    // `import()` becomes `require()`, which the loader answers.
    supported: { 'dynamic-import': false },
    // The whole is one function, as the loader calls it (bin/load.cjs). Libraries that are modules ask where they lie.
    banner: { js: `(function (require, module, exports, __filename, __dirname) {${importMetaUrl}` },
    footer: { js: '})' },
    define: { BERTH_VERSION: JSON.stringify(version()), 'import.meta.url': 'importMetaUrl' },
    logLevel: 'warning',
  })
}

function version(): string {
  const { version: text } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  return text
}

function install(from: string, to: string, mode: number): void {
  const path = join(rootfs, to)
  mkdirSync(dirname(path), { recursive: true })
  copyFileSync(from, path)
  chmodSync(path, mode)
}

function link(path: string, target: string): void {
  const full = join(rootfs, path)
  mkdirSync(dirname(full), { recursive: true })
  symlinkSync(target, full)
}

function write(path: string, text: string): void {
  const full = join(rootfs, path)
  mkdirSync(dirname(full), { recursive: true })
  writeFileSync(full, text)
}

/** Completions, and the manual page. */
function writeHelps(): void {
  for (const [path, text] of completionFiles) {
    write(path, text)
  }
  const page = readFileSync(join(root, 'docs/berth.1'), 'utf8')
  write('usr/share/man/man1/berth.1', page.replaceAll('@VERSION@', version()))
}

/**
 * dpkg puts files of our names aside when the distribution's systemd is installed or upgraded over ours: the diversions are written
 * the first time dpkg runs. Leaving the names out (path-exclude) would have it remove ours at the next upgrade.
 */
function protectFromDpkg(): void {
  const isDone = `grep -qs /usr/lib/berth/replaced/ /var/lib/dpkg/diversions`
  write('etc/dpkg/dpkg.cfg.d/berth', `pre-invoke=${isDone} || [ ! -x /usr/bin/berth ] || /usr/bin/berth divert\n`)
}

/** What lies here, as `berth install` would have written it down: for `berth divert` and `berth uninstall`. */
function writeRecord(): void {
  const entries = readdirSync(rootfs, { recursive: true, withFileTypes: true })
    .filter(entry => !entry.isDirectory())
    .map(entry => ({ path: join(entry.parentPath, entry.name).slice(rootfs.length), wasThere: false }))
    .filter(({ path }) => !path.startsWith(`/${library}/`))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
  write(`${library}/installed.json`, `${JSON.stringify({ entries, folders: [] }, null, 1)}\n`)
}

/** The options with which the launcher starts Node: a code cache is only good for the same. */
function nodeOptions(): readonly string[] {
  const source = readFileSync(join(root, 'src/kernel/native/launcher.c'), 'utf8')
  const list = /node_options\[\] = \{([^}]*)\}/.exec(source)?.[1] ?? ''
  return [...list.matchAll(/"([^"]+)"/g)].map(([, option = '']) => option)
}

/**
 * What is run to learn which code commands need. The lists and `start` come last: what they alone need is less than what they
 * share with the others.
 */
const rehearsals: readonly (readonly [name: string, ...args: string[]])[] = [
  ['systemctl', '--version'],
  ['systemctl', '--user', 'is-active', 'a'],
  ['systemctl', '--user', 'show', 'a'],
  ['systemctl', '--user', 'status', 'a'],
  ['systemctl', '--user', 'start', 'a'],
  ['systemctl', '--user', 'list-units'],
  ['systemctl', '--root=/nowhere', 'is-enabled', 'a'],
  ['systemd-escape', 'a b'],
  ['systemd-tmpfiles', '--root=/nowhere', '--create', '--remove', '--boot'],
  ['systemd-sysusers', '--root=/nowhere', '--dry-run'],
]

/** Compiling the program is most of what a short command would take. */
async function makeCodeCache(): Promise<void> {
  const emulator = emulatorFor(platform)
  if (emulator === undefined) {
    console.error(
      `nothing here runs programs for ${platform.machine}: no compiled code is kept, commands start more slowly`,
    )
    return
  }
  const folder = join(rootfs, library)
  const runtime = mkdtempSync(join(tmpdir(), 'berth-build-'))
  const manager = startEmptyManager(runtime)
  for (const [argv0, ...command] of rehearsals) {
    const args = [...nodeOptions(), join(root, 'scripts/make-cache.cjs'), folder, cached.join(','), ...command]
    const env = { XDG_RUNTIME_DIR: runtime }
    const node = join(folder, 'node')
    const child =
      emulator === ''
        ? spawn(node, args, { argv0, stdio: 'ignore', env })
        : spawn(emulator, ['-L', librariesFor(platform), '-0', argv0, node, ...args], { stdio: 'ignore', env })
    await once(child, 'exit')
  }
  manager.close()
  rmSync(runtime, { recursive: true })
  for (const piece of cached) {
    if (!existsSync(join(folder, `${piece}.cache`))) {
      throw new Error(`the code cache of ${piece} was not written`)
    }
  }
}

/** Somebody to talk to: it has no units, and says so. */
function startEmptyManager(runtime: string): { close(): void } {
  const kernel = linuxKernel({
    addonPath: join(root, 'build/native/berth.node'),
    executorPath: join(root, 'build/native/executor'),
    manager: false,
  })
  const server = new ControlServer({
    tree: createObjectTree(new Map(), new Map()),
    ownUid: kernel.host.uid,
    machineId: () => undefined,
    log: () => undefined,
    guid: '0'.repeat(32),
    closeDescriptor: fd => kernel.sockets.closeDescriptor(fd),
  })
  mkdirSync(join(runtime, 'systemd'))
  const listening = kernel.sockets.listen(join(runtime, 'systemd/private'), 0o600, connection =>
    server.accept(connection),
  )
  if (!listening.ok) {
    throw new Error(`cannot listen in ${runtime}: ${listening.error}`)
  }
  return listening.value
}

async function main(): Promise<void> {
  compileNative()
  mkdirSync(join(rootfs, library), { recursive: true })
  for (const [piece, source] of Object.entries(pieces)) {
    await bundle(piece, source)
  }
  install(join(root, 'bin/load.cjs'), `${library}/berth.cjs`, 0o644)
  install(join(native, 'launcher'), 'usr/bin/systemctl', 0o755)
  install(nodeFor(platform), `${library}/node`, 0o755)
  install(join(native, 'berth.node'), `${library}/berth.node`, 0o755)
  install(join(native, 'executor'), `${library}/executor`, 0o755)
  cpSync(join(root, 'units'), join(rootfs, library, 'system'), { recursive: true, verbatimSymlinks: true })
  install(join(root, 'docker/lsb/40-systemd'), 'usr/lib/lsb/init-functions.d/40-systemd', 0o644)
  // What a message bus needs to let us be its service manager. The systemd package brings the same names.
  install(
    join(root, 'dbus/org.freedesktop.systemd1.conf'),
    'usr/share/dbus-1/system.d/org.freedesktop.systemd1.conf',
    0o644,
  )
  const activation = 'usr/share/dbus-1/system-services/org.freedesktop.systemd1.service'
  install(join(root, 'dbus/org.freedesktop.systemd1.service'), activation, 0o644)
  for (const path of commands) {
    link(path, '/usr/bin/systemctl')
  }
  protectFromDpkg()
  writeHelps()
  writeRecord()
  await makeCodeCache()
  takeThePlace()
}

function takeThePlace(): void {
  const before = `${rootfs}.before`
  if (existsSync(built)) {
    renameSync(built, before)
  }
  renameSync(rootfs, built)
  rmSync(before, { recursive: true, force: true })
}

try {
  await main()
} finally {
  rmSync(rootfs, { recursive: true, force: true })
}
