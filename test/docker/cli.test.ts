// Our systemctl beside real systemd: every recorded command must print what the stock one printed.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { bootOracle, docker, makeImage, tryDocker } from './docker.ts'

const root = join(import.meta.dirname, '../..')
const image = 'berth-test/systemd'
const container = 'berth-test-cli'

/** What differs, and why. */
const otherwise: Readonly<Record<string, string>> = {
  'cd /opt/t; systemctl enable ./t-outside.service': 'a relative path is shown as it is, not as it was typed',
  'systemctl --host= status': 'other machines are refused before anything is asked of them',
  'systemctl -H nobody@nowhere status t-runs 2>&1 | head -1': 'the same',
}

/** Groups of commands, shared out so that both take as long. */
const halves = [['files'], ['system', 'jobs', 'lists', 'is-active', 'show', 'status']] as const

beforeAll(() => {
  makeImage(image, 'trixie', 'systemd', 'systemd-sysv', 'dbus', 'procps', 'less')
  for (const [at] of halves.entries()) {
    bootOracle(`${container}-${at}`, image)
    docker('exec', `${container}-${at}`, 'mkdir', '-p', '/opt/berth')
    docker('cp', join(root, 'dist/rootfs/usr'), `${container}-${at}:/opt/berth/`)
  }
}, 600_000)

afterAll(() => halves.forEach((_, at) => void tryDocker('rm', '-f', '-v', `${container}-${at}`)))

async function compare(name: string, groups: readonly string[]): Promise<string> {
  const script = join(root, 'scripts/record-cli.ts')
  const args = [script, name, '--compare', '--systemctl', '/opt/berth/usr/bin/systemctl', ...groups]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  child.stdout.on('data', data => (text += String(data)))
  await once(child, 'close')
  return text
}

test('what is recorded of the stock systemctl is what ours says, for the same manager', async () => {
  const said = await Promise.all(halves.map((groups, at) => compare(`${container}-${at}`, groups)))
  const blocks = said.flatMap(text => text.split(/^--- /m).slice(1))
  const commandOf = (block: string): string => block.slice(0, block.indexOf('\n'))
  const differing = blocks.map(commandOf)
  const unexpected = blocks.filter(block => !Object.hasOwn(otherwise, commandOf(block)))
  const counts = said.map(text => /^(\d+) of (\d+) agree$/m.exec(text) ?? [])
  const sum = (which: 1 | 2): number => counts.reduce((total, count) => total + Number(count[which]), 0)
  expect(unexpected.slice(0, 5).join('')).toBe('')
  expect(differing.toSorted()).toEqual(Object.keys(otherwise).toSorted())
  expect(sum(2) - sum(1)).toBe(differing.length)
  expect(sum(2)).toBeGreaterThan(700)
}, 900_000)
