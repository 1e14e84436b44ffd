// Whatever comes in, PID 1 goes on, and says in a line what was wrong.
import { afterEach, expect, test } from '@jest/globals'
import { boot, type Machine, type MachineOptions } from './machine.ts'

const sleeps = '[Service]\nExecStart=/bin/sleep infinity\n'
let machine: Machine | undefined

afterEach(async () => {
  await machine?.end()
  machine = undefined
})

async function booted(options: MachineOptions): Promise<Machine> {
  machine = boot(options)
  await machine.line(/Reached target default\.target/)
  return machine
}

test('binary, empty, unreadable and huge unit files fail alone', async () => {
  const system = '/etc/systemd/system'
  const m = await booted({
    boots: ['good.service'],
    units: {
      'good.service': sleeps,
      'binary.service': '\u0000\u0001\u0002[Service]\nExecStart=\n',
      'empty.service': '',
    },
    before: `head -c 104857600 /dev/zero | tr '\\0' 'x' > $new${system}/huge.service; mkdir $new${system}/folder.service; mkfifo $new${system}/fifo.service; ln -s loop.service $new${system}/loop.service`,
  })
  for (const name of ['binary', 'empty', 'huge', 'folder', 'fifo', 'loop']) {
    expect([name, m.ctl('start', name).code === 0]).toEqual([name, false])
  }
  expect(m.ctl('is-active', 'good').out.trim()).toBe('active')
}, 60_000)

test('a circle in the order is broken, and said', async () => {
  const unit = (other: string): string => `[Unit]\nWants=${other}\nAfter=${other}\n${sleeps}`
  const m = await booted({
    boots: ['a.service'],
    units: { 'a.service': unit('b.service'), 'b.service': unit('c.service'), 'c.service': unit('a.service') },
  })
  expect(await m.line(/ordering cycle/i)).toBeDefined()
  expect(m.ctl('is-system-running').out.trim()).not.toBe('')
})

test('a message that is none ends its connection and nothing else', async () => {
  const m = await booted({})
  const garbage = [
    "printf 'nonsense\\r\\n'",
    "printf '\\0AUTH EXTERNAL 30\\r\\nBEGIN\\r\\n'; head -c 4096 /dev/urandom",
    'head -c 100000 /dev/urandom',
  ]
  for (const bytes of garbage) {
    m.run('bash', '-c', `exec 3<>/dev/null; (${bytes}) | timeout 5 nc -N -U /run/systemd/private >/dev/null 2>&1; true`)
  }
  expect(m.ctl('is-active', 'default.target').out.trim()).toBe('active')
})

test('a full /run, a closed standard output and one that nobody reads do not stop it', async () => {
  const full = await booted({
    units: { 'a.service': sleeps },
    before:
      'mount -t tmpfs -o size=64k tmpfs $new/run; mkdir -p $new/run/systemd/system; head -c 65536 /dev/zero > $new/run/full || true',
  })
  expect(full.ctl('start', 'a').code).toBe(0)
  await full.end()
  machine = boot({
    redirect: '>&- 2>/run/never-read-pipe',
    before: 'mkfifo $new/run/never-read-pipe; exec 9<>$new/run/never-read-pipe',
  })
  await machine.end()
})

test('a service that prints more than anybody reads is not held up, and what is lost is counted', async () => {
  const m = await booted({
    units: {
      'loud.service':
        "[Service]\nType=oneshot\nExecStart=/bin/sh -c 'yes a line that is longer than most | head -n 200000'\n",
    },
  })
  expect(m.ctl('start', 'loud').code).toBe(0)
  expect(m.ctl('is-active', 'default.target').out.trim()).toBe('active')
}, 60_000)
