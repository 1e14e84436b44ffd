// The tree for arm64, built with a cross compiler and run by an emulator: no Docker, but what `npm test` does not ask of a machine.
import { execFileSync, spawnSync } from 'node:child_process'
import { lstatSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { emulatorFor, librariesFor, placeFor, platforms } from '../../scripts/platform.ts'

const project = join(import.meta.dirname, '../..')
const arm64 = platforms.find(({ arch }) => arch === 'arm64')
let root = ''

beforeAll(() => {
  execFileSync(process.execPath, [join(project, 'scripts/build.ts'), '--arch', 'arm64'], { stdio: 'pipe' })
  root = mkdtempSync(join(tmpdir(), 'berth-arm64-'))
}, 300_000)

afterAll(() => rmSync(root, { recursive: true, force: true }))

/** Runs the program as the launcher would: an emulated launcher could not execute another emulated program. */
function systemctl(...args: readonly string[]): { readonly code: number | null; readonly out: string } {
  if (arm64 === undefined) {
    throw new Error('berth is not built for arm64')
  }
  const library = join(placeFor(arm64, 'dist/rootfs'), 'usr/lib/berth')
  const emulator = emulatorFor(arm64)
  if (emulator === undefined) {
    throw new Error('no emulator: install qemu-user-static')
  }
  const command = emulator === '' ? [] : [emulator, '-L', librariesFor(arm64), '-0', 'systemctl']
  const [program = '', ...rest] = [...command, join(library, 'node'), join(library, 'berth.cjs'), ...args]
  const { status, stdout, stderr } = spawnSync(program, rest, { encoding: 'utf8', argv0: 'systemctl' })
  return { code: status, out: stdout + stderr }
}

test('the arm64 tree holds programs for arm64 alone', () => {
  if (arm64 === undefined) {
    throw new Error('berth is not built for arm64')
  }
  for (const path of [
    'usr/bin/systemctl',
    'usr/lib/berth/node',
    'usr/lib/berth/executor',
    'usr/lib/berth/berth.node',
  ]) {
    const header = execFileSync('readelf', ['-h', join(placeFor(arm64, 'dist/rootfs'), path)], { encoding: 'utf8' })
    expect([path, /Machine: +(.*)/.exec(header)?.[1]]).toEqual([path, 'AArch64'])
  }
})

test('the arm64 tree tells its version', () => {
  expect(systemctl('--version')).toEqual({ code: 0, out: expect.stringMatching(/^systemd 257 /) })
}, 60_000)

test('the arm64 tree enables a unit in an image', () => {
  const unit = join(root, 'etc/systemd/system/own.service')
  mkdirSync(dirname(unit), { recursive: true })
  writeFileSync(unit, '[Service]\nExecStart=/bin/true\n[Install]\nWantedBy=multi-user.target\n')
  expect(systemctl(`--root=${root}`, 'is-enabled', 'own').out).toBe('disabled\n')
  expect(systemctl(`--root=${root}`, 'enable', 'own').code).toBe(0)
  expect(lstatSync(join(dirname(unit), 'multi-user.target.wants/own.service')).isSymbolicLink()).toBe(true)
  expect(systemctl(`--root=${root}`, 'is-enabled', 'own')).toEqual({ code: 0, out: 'enabled\n' })
}, 60_000)
