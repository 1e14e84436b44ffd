/**
 * Builds `dist/rootfs/`: a folder to copy over `/` of any merged-/usr image with glibc 2.28 or newer and libstdc++6.
 *
 *     node scripts/build.ts
 *
 * It holds only `usr/` and `etc/`, since a `bin/` or `sbin/` in it would meet the links of such images. All names are absolute
 * links to the launcher, which knows by its own place where Node and the bundle are.
 */
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'

const root = dirname(import.meta.dirname)
const rootfs = join(root, 'dist/rootfs')
const native = join(root, 'build/native')
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
]

function compileNative(): void {
  execFileSync(process.execPath, [join(root, 'scripts/build-native.ts')], { stdio: 'inherit' })
}

/** Node as its npm package has it. */
function nodeBinary(): string {
  const require = createRequire(import.meta.url)
  const name = `node-linux-${process.arch}`
  return join(dirname(require.resolve(`${name}/package.json`)), 'bin/node')
}

const importMetaUrl = "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;"

/** The program as one file, so that starting it reads one file. */
async function bundle(path: string): Promise<void> {
  await build({
    entryPoints: [join(root, 'bin/berth.ts')],
    outfile: path,
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    minify: true,
    // The loader reads it as bytes, so that V8 keeps one byte a character.
    charset: 'ascii',
    legalComments: 'none',
    // Libraries that are modules ask where they lie; in the one file that is the file.
    // The whole is one function, as the loader calls it (bin/load.cjs).
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

/** dpkg leaves our files alone when the distribution's systemd is installed or upgraded over them. */
function protectFromDpkg(): void {
  const names = [
    '/usr/bin/systemctl',
    '/bin/systemctl',
    ...commands.flatMap(path => [`/${path}`, `/${path.replace(/^usr\//, '')}`]),
  ]
  const path = join(rootfs, 'etc/dpkg/dpkg.cfg.d/berth')
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, names.map(name => `path-exclude=${name}\n`).join(''))
}

/** The options with which the launcher starts Node: a code cache is only good for the same. */
function nodeOptions(): readonly string[] {
  const source = readFileSync(join(root, 'src/kernel/native/launcher.c'), 'utf8')
  const list = /node_options\[\] = \{([^}]*)\}/.exec(source)?.[1] ?? ''
  return [...list.matchAll(/"([^"]+)"/g)].map(([, option = '']) => option)
}

/** Compiling the program is most of what a short command would take. */
function makeCodeCache(): void {
  const node = join(rootfs, library, 'node')
  execFileSync(node, [...nodeOptions(), join(root, 'scripts/make-cache.cjs'), join(rootfs, library)], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {},
  })
  if (!existsSync(join(rootfs, library, 'program.cache'))) {
    throw new Error('the code cache was not written')
  }
}

async function main(): Promise<void> {
  compileNative()
  rmSync(rootfs, { recursive: true, force: true })
  mkdirSync(join(rootfs, library), { recursive: true })
  await bundle(join(rootfs, library, 'program.js'))
  install(join(root, 'bin/load.cjs'), `${library}/berth.cjs`, 0o644)
  install(join(native, 'launcher'), 'usr/bin/systemctl', 0o755)
  install(nodeBinary(), `${library}/node`, 0o755)
  install(join(native, 'berth.node'), `${library}/berth.node`, 0o755)
  install(join(native, 'executor'), `${library}/executor`, 0o755)
  cpSync(join(root, 'units'), join(rootfs, library, 'system'), { recursive: true, verbatimSymlinks: true })
  for (const path of commands) {
    link(path, '/usr/bin/systemctl')
  }
  protectFromDpkg()
  makeCodeCache()
}

await main()
