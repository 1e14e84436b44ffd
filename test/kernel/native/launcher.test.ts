import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { ensureNative, nativeFolder, sanitized } from '../rig.ts'

let root: string
let launcher: string

/** An installation under a folder of its own, whose bundle tells how it was started. */
beforeAll(() => {
  ensureNative()
  root = mkdtempSync('/tmp/berth-launcher-')
  mkdirSync(join(root, 'usr/bin'), { recursive: true })
  mkdirSync(join(root, 'usr/lib/berth'), { recursive: true })
  mkdirSync(join(root, 'usr/lib/systemd'), { recursive: true })
  launcher = join(root, 'usr/bin/systemctl')
  copyFileSync(join(nativeFolder, 'launcher'), launcher)
  chmodSync(launcher, 0o755)
  symlinkSync(launcher, join(root, 'usr/lib/systemd/systemd'))
  symlinkSync(process.execPath, join(root, 'usr/lib/berth/node'))
  const source = JSON.stringify(resolve(import.meta.dirname, '../../fixture/tells-start.ts'))
  writeFileSync(join(root, 'usr/lib/berth/berth.cjs'), `import(${source})`)
})
afterAll(() => rmSync(root, { recursive: true }))

/* The sanitized launcher needs libraries that are missing here, and threads of its own. */
const testStatic = sanitized ? test.skip : test

interface Start {
  readonly argv0: string
  readonly arguments: readonly string[]
  readonly options: readonly string[]
  readonly nodeEnvironment: Readonly<Record<string, string>>
  readonly environment: readonly (readonly [string, string])[]
  readonly limits: readonly (readonly [string, string])[]
  readonly open: readonly boolean[]
}

const asan = { ASAN_OPTIONS: 'detect_leaks=0' }

function start(script: string, environment: Record<string, string> = {}): Start {
  const said = execFileSync('/bin/sh', ['-c', script, launcher], {
    encoding: 'utf8',
    env: { ...asan, ...environment },
  })
  return JSON.parse(said) as Start
}

test('the bundle beside the launcher runs, under the name that was called, with the arguments that were given', () => {
  expect(start('exec "$0" start "a b" --version')).toMatchObject({
    argv0: launcher,
    arguments: ['start', 'a b', '--version'],
  })
  expect(start(`exec ${root}/usr/lib/systemd/systemd --user`)).toMatchObject({
    argv0: `${root}/usr/lib/systemd/systemd`,
    arguments: ['--user'],
  })
})

test('Node runs with its inspector out of reach, and little memory', () => {
  expect(start('exec "$0"').options).toEqual(
    expect.arrayContaining(['--disable-sigusr1', '--disable-wasm-trap-handler', '--v8-pool-size=1']),
  )
})

test('variables that change Node do not reach it, yet are kept for services', () => {
  const variables = {
    NODE_OPTIONS: '--no-such-option',
    NODE_ENV: 'production',
    UV_THREADPOOL_SIZE: '1',
    OPENSSL_CONF: '/nope',
    BERTH_LEDGER: '99',
    HOME: '/root',
  }
  const told = start('exec "$0"', variables)
  expect(Object.keys(told.nodeEnvironment)).toEqual(expect.arrayContaining(['HOME', 'BERTH_ORIGIN']))
  expect(told.nodeEnvironment['UV_THREADPOOL_SIZE']).toBe('2')
  for (const name of ['NODE_OPTIONS', 'NODE_ENV', 'OPENSSL_CONF', 'BERTH_LEDGER']) {
    expect(told.nodeEnvironment[name]).toBeUndefined()
  }
  expect(Object.fromEntries(told.environment)).toMatchObject(variables)
})

test('bytes of a variable that are not UTF-8 are kept', () => {
  const told = start(`X="$(printf 'a\\377b')" exec "$0"`)
  expect(Object.fromEntries(told.environment)['X']).toBe('a\udcffb')
})

test('limits are those we were started with, not those Node made of them', () => {
  const told = start('ulimit -Sn 100; ulimit -Hn 5000; exec "$0"')
  expect(told.limits[7]).toEqual(['100', '5000'])
})

test('a closed standard descriptor is opened', () => {
  const path = join(root, 'told')
  spawnSync('/bin/sh', ['-c', `"$0" ${path} 0<&- 1>&- 2>&-`, launcher], { env: asan })
  const told = JSON.parse(execFileSync('cat', [path], { encoding: 'utf8' })) as Start
  expect(told.open).toEqual([true, true, true])
})

testStatic('where Node could not start its threads, one sentence says so', () => {
  chmodSync(root, 0o755)
  // Root is free of this limit; a user whom nobody else is has just the one process.
  const user = process.getuid?.() === 0 ? ['--reuid=54321', '--clear-groups'] : []
  const ended = spawnSync('setpriv', [...user, 'prlimit', '--nproc=1', launcher], { encoding: 'utf8', env: {} })
  expect([ended.status, ended.stderr]).toEqual([
    1,
    'Failed to start a thread: Resource temporarily unavailable (the limit of processes is reached: see --pids-limit, ulimit -u)\n',
  ])
})

/** The launcher in a root of its own, with files that are there by name only. */
function runIn(name: string, files: readonly string[], links: Readonly<Record<string, string>> = {}) {
  const folder = join(root, name)
  for (const path of ['usr/bin/systemctl', ...files]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
  }
  linkSync(launcher, join(folder, 'usr/bin/systemctl'))
  for (const path of files) {
    writeFileSync(join(folder, path), '')
  }
  for (const [path, target] of Object.entries(links)) {
    symlinkSync(target, join(folder, path))
  }
  const ended = spawnSync('chroot', [folder, '/usr/bin/systemctl'], { encoding: 'utf8' })
  return [ended.status, ended.stderr]
}

const loader = process.arch === 'arm64' ? 'lib/ld-linux-aarch64.so.1' : 'lib64/ld-linux-x86-64.so.2'

testStatic('without glibc one sentence says so', () => {
  expect(runIn('musl', [])).toEqual([
    1,
    'Cannot run /usr/lib/berth/node: it needs glibc 2.28 or newer, and this system has none (is it Alpine?).\n',
  ])
})

testStatic('with an old glibc one sentence says so', () => {
  expect(
    runIn('old', [loader, 'usr/lib64/x'], { 'usr/lib64/libc.so.6': 'libc-2.27.so', 'usr/lib64/libc-2.27.so': 'x' }),
  ).toEqual([1, "Cannot run /usr/lib/berth/node: it needs glibc 2.28 or newer, and this system's is older.\n"])
})

testStatic('without libstdc++ one sentence says so', () => {
  const links = { 'usr/lib64/libc.so.6': 'libc-2.28.so', 'usr/lib64/libc-2.28.so': 'x' }
  expect(runIn('minimal', [loader, 'usr/lib64/x'], links)).toEqual([
    1,
    'Cannot run /usr/lib/berth/node: it needs libstdc++.so.6; install the package libstdc++6 (Debian) or libstdc++ (Fedora, RHEL).\n',
  ])
})

testStatic('libstdc++ in an unusual place is found by the cache of the loader; without Node the reason is said', () => {
  const folder = join(root, 'cached')
  mkdirSync(join(folder, 'etc'), { recursive: true })
  writeFileSync(join(folder, 'etc/ld.so.cache'), 'xx libstdc++.so.6 xx')
  expect(runIn('cached', [loader])).toEqual([1, 'Cannot run /usr/lib/berth/node: No such file or directory\n'])
})
