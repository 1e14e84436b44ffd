import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from '@jest/globals'
import { ensureNative, nativeEnvironment, nativeFolder } from '../rig.ts'

const script = resolve(import.meta.dirname, '../../fixture/writes-lines.ts')

/** A program that writes `count` lines by Output, then drains for at most `drainMs` and ends. */
function start(count: number, drainMs: number, stdout: 'pipe' | number): ChildProcess {
  ensureNative()
  return spawn(process.execPath, ['--no-warnings', script, String(count), String(drainMs)], {
    env: nativeEnvironment(),
    stdio: ['ignore', stdout, 'pipe'],
  })
}

const textOf = async (stream: NodeJS.ReadableStream | null): Promise<string> => {
  let text = ''
  for await (const piece of stream ?? []) {
    text += String(piece)
  }
  return text
}

const codeOf = (child: ChildProcess) => new Promise<number | null>(done => child.on('close', done))

test('lines come out in order, all of them when they are read', async () => {
  const child = start(20_000, 10_000, 'pipe')
  const lines = (await textOf(child.stdout)).trimEnd().split('\n')
  const dropped = lines.filter(line => / lines dropped$/.test(line)).map(line => Number.parseInt(line, 10))
  const numbers = lines.filter(line => line.startsWith('line ')).map(line => Number(line.split(' ')[1]))
  expect(numbers.length + dropped.reduce((sum, count) => sum + count, 0)).toBe(20_000)
  expect(numbers).toEqual([...numbers].sort((a, b) => a - b))
})

test('a reader who does not read stops nobody: the rest is dropped, counted, and said when there is room', async () => {
  const child = start(60_000, 60_000, 'pipe')
  /* What it says here means that every line was handed over, while nobody has read. */
  await new Promise(done => child.stderr?.once('data', done))
  const lines = (await textOf(child.stdout)).trimEnd().split('\n')
  const notice = lines.findIndex(line => / lines dropped$/.test(line))
  expect(notice).toBeGreaterThan(1000)
  const numbers = lines.slice(0, notice).map(line => Number(line.split(' ')[1]))
  expect(numbers).toEqual(numbers.map((_, i) => i))
  const written = lines.filter(line => line.startsWith('line ')).length
  const dropped = lines
    .filter(line => / lines dropped$/.test(line))
    .reduce((sum, line) => sum + Number.parseInt(line, 10), 0)
  expect(written + dropped).toBe(60_000)
})

test('draining gives up after its time', async () => {
  const child = start(60_000, 50, 'pipe')
  await new Promise(done => child.stderr?.once('data', done))
  const code = await codeOf(Object.assign(child, { stdout: null }))
  expect(code).toBe(0)
})

test('a reader that has gone stops nobody', async () => {
  const child = start(10_000, 5_000, 'pipe')
  child.stdout?.destroy()
  expect(await codeOf(child)).toBe(0)
})

test('a file is appended to where it is, without overwriting what others write to the same description', async () => {
  const folder = mkdtempSync('/tmp/berth-output-')
  const path = join(folder, 'log')
  const fd = openSync(path, 'w')
  const code = await codeOf(
    spawn(
      '/bin/sh',
      ['-c', `echo before; "$0" --no-warnings "${script}" 3 1000 2>/dev/null; echo after`, process.execPath],
      {
        env: nativeEnvironment(),
        stdio: ['ignore', fd, 'inherit'],
      },
    ),
  )
  closeSync(fd)
  expect([code, readFileSync(path, 'utf8').replaceAll(/ x+/g, '')]).toEqual([
    0,
    'before\nline 0\nline 1\nline 2\nafter\n',
  ])
  rmSync(folder, { recursive: true })
})

test('O_NONBLOCK is not set on the pipe we share with others', async () => {
  const child = spawn(
    '/bin/sh',
    [
      '-c',
      `"$0" --no-warnings "${script}" 1 1000 2>/dev/null; exec "${join(nativeFolder, 'tells-state')}"`,
      process.execPath,
    ],
    { env: nativeEnvironment(), stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const lines = (await textOf(child.stdout)).trimEnd().split('\n')
  const state = JSON.parse(lines.at(-1) ?? '') as { fds: Record<string, { flags: number }> }
  expect((state.fds['1']?.flags ?? 0) & 0o4000).toBe(0)
})

test('a standard output that is closed stops nobody', async () => {
  const child = spawn('/bin/sh', ['-c', `"$0" --no-warnings "${script}" 100 1000 1>&-`, process.execPath], {
    env: nativeEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  expect(await codeOf(child)).toBe(0)
})
