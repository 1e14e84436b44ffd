// Whatever comes in, PID 1 goes on, and says in a line what was wrong.
import { readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterEach, expect, test } from '@jest/globals'
import { boot, type Machine, type MachineOptions } from './machine.ts'

const sleeps = '[Service]\nExecStart=/bin/sleep infinity\n'
const machines: Machine[] = []

afterEach(async () => {
  for (const machine of machines.splice(0)) {
    await machine.end()
  }
})

function begin(options: MachineOptions): Machine {
  const machine = boot(options)
  machines.push(machine)
  return machine
}

async function booted(options: MachineOptions): Promise<Machine> {
  const machine = begin(options)
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
    const { code, err } = m.ctl('start', name)
    expect([name, code === 0]).toEqual([name, false])
    expect(err).toContain(`${name}.service`)
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
  // What is wanted by what was dropped goes with it; what was asked for stays.
  expect(m.ctl('is-active', 'a').out.trim()).toBe('active')
  expect(m.ctl('is-active', 'b', 'c').out).toContain('inactive')
})

const authenticated = '\0AUTH EXTERNAL 30\r\nNEGOTIATE_UNIX_FD\r\nBEGIN\r\n'
const garbage: Readonly<Record<string, Buffer>> = {
  'words that are no handshake': Buffer.from('nonsense\r\n'),
  'a message of bytes without a meaning': Buffer.concat([Buffer.from(authenticated), Buffer.alloc(4096, 0xa5)]),
  'a message that claims to be larger than any': Buffer.concat([
    Buffer.from(authenticated),
    Buffer.from([0x6c, 1, 0, 1, 0xff, 0xff, 0xff, 0x7f, 1, 0, 0, 0, 0xff, 0xff, 0xff, 0x7f]),
  ]),
  'a handshake without an end': Buffer.alloc(1024 * 1024, 0x41),
}

test.each(Object.entries(garbage))('%s ends its connection and nothing else', async (_what, bytes) => {
  const m = await booted({})
  const socket = connect(`/proc/${m.pid}/root/run/systemd/private`)
  socket.on('error', () => undefined)
  socket.resume()
  socket.write(bytes)
  // The other side hangs up.
  await new Promise(resolve => socket.once('close', resolve))
  expect(m.ctl('is-active', 'default.target').out.trim()).toBe('active')
})

test('on full disks services start, stop and are told apart as ever', async () => {
  const m = await booted({
    boots: ['a.service'],
    units: {
      'a.service': sleeps,
      'b.service': sleeps,
      'c.service': '[Service]\nType=exec\nCacheDirectory=c\nExecStart=/bin/sleep infinity\n',
    },
    before:
      'mount -t tmpfs -o nr_inodes=1 tmpfs $new/var/cache; mount -t tmpfs -o size=64k tmpfs $new/run; cat /dev/zero > $new/run/full 2>/dev/null || true',
  })
  expect(m.run('sh', '-c', 'echo x > /run/more').code).not.toBe(0)
  expect(m.ctl('start', 'b').code).toBe(0)
  expect(m.ctl('start', 'c').code).toBe(1)
  expect([m.show('Result', 'c'), m.show('ExecMainStatus', 'c')]).toEqual(['exit-code', '239'])
  expect(m.ctl('stop', 'a').code).toBe(0)
  expect(m.ctl('is-active', 'a', 'b').out).toBe('inactive\nactive\n')
})

test('without a standard output it boots, and services that print go on', async () => {
  const m = begin({
    boots: ['up.service'],
    units: {
      'loud.service': '[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/bin/echo nobody hears this\n',
      'up.service':
        "[Unit]\nRequires=loud.service\nAfter=loud.service\n[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/bin/sh -c 'echo up > /mnt/up'\n",
    },
    before: 'mkfifo $FILES/up; echo prepared',
    redirect: '>&- 2>&-',
  })
  await m.line(/prepared/)
  expect(await readFile(join(m.folder, 'up'), 'utf8')).toBe('up\n')
  expect(m.ctl('is-active', 'loud').out.trim()).toBe('active')
})

test('a console that nobody reads holds nobody up; when somebody does, the lines that are missing are counted', async () => {
  const m = begin({
    unread: true,
    boots: ['loud.service', 'up.service'],
    units: {
      'loud.service':
        "[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/bin/sh -c 'yes a line that is longer than most | head -n 200000'\n",
      'up.service':
        "[Unit]\nAfter=loud.service\n[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/bin/sh -c 'echo up > /mnt/up'\n",
    },
    before: 'mkfifo $FILES/up; echo ready > $FILES/ready',
  })
  for (;;) {
    // The FIFO is there as soon as the machine's root is.
    const text = await readFile(join(m.folder, 'up'), 'utf8').catch(() => undefined)
    if (text !== undefined) {
      break
    }
  }
  expect(m.ctl('is-active', 'loud').out.trim()).toBe('active')
  m.listen()
  expect(await m.line(/\d+ lines dropped/)).toBeDefined()
  m.ctl('exit', '3')
  expect(await m.exit).toBe(3)
}, 60_000)

test('variables that mean something to Node and to us do not, when they come from the container', async () => {
  const m = await booted({
    environment: {
      NODE_OPTIONS: '--no-such-option --require /nowhere',
      NODE_PATH: '/nowhere',
      NODE_EXTRA_CA_CERTS: '/nowhere',
      BERTH_NATIVE: '/nowhere',
      BERTH_NATIVE_FOLDER: '/nowhere',
      BERTH_LEDGER: '99999',
      BERTH_KEPT: '-1',
      NOTIFY_SOCKET: '/nowhere',
      LISTEN_FDS: '3',
      LISTEN_PID: '1',
    },
    units: { 'a.service': sleeps },
  })
  expect(m.ctl('start', 'a').code).toBe(0)
  expect(m.ctl('daemon-reexec').code).toBe(0)
  expect(m.ctl('is-active', 'a').out.trim()).toBe('active')
})

test('ten thousand orphans that end at once leave no zombie, and nobody waits for them', async () => {
  // All hold on to a pipe, and end when their grandparent closes it by ending itself.
  const script = `
    pipe(my $read, my $write);
    for (1 .. 10000) {
      my $child = fork // die "fork: $!";
      if ($child == 0) { if (fork == 0) { close $write; sysread $read, my $byte, 1; } exit 0 }
      waitpid $child, 0;
    }`
  const unit = '[Service]\nType=oneshot\nKillMode=none\nExecStart=/usr/bin/perl /mnt/orphans.pl\n'
  const m = await booted({
    units: { 'orphans.service': unit },
    files: { '/orphans.pl': script },
  })
  expect(m.ctl('start', 'orphans').code).toBe(0)
  const left = (): number =>
    m
      .run('ps', '-eo', 'stat=,comm=')
      .out.split('\n')
      .filter(line => /^Z|perl/.test(line)).length
  while (left() > 0) {}
  expect(m.ctl('is-active', 'default.target').out.trim()).toBe('active')
}, 120_000)
