import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from '@jest/globals'
import type { LogEntry } from '#manager/log/entry.ts'
import { beginning, LogLines } from '#manager/log/log-lines.ts'

const limits = { lines: 3, unitBytes: 2000, allBytes: 4000, goneBytes: 1000 }
const line = (unit: string, text: string): LogEntry => ({
  at: 0,
  unit,
  invocation: '',
  pid: 1,
  identifier: 'a[1]',
  priority: 'info',
  transport: 'stdout',
  text,
  mark: null,
})

test('the last lines of a unit are kept, in their order', () => {
  const lines = new LogLines()
  for (let count = 0; count < 1000; count++) {
    lines.append(line('a.service', `${count}`))
  }
  expect(lines.last('a.service', 2).map(({ text }) => text)).toEqual(['998', '999'])
  expect(lines.last('a.service', 1000).length).toBeLessThanOrEqual(200)
  expect(lines.last('a.service', 0)).toEqual([])
  expect(lines.last('b.service', 1)).toEqual([])
})

test('bytes are bounded for one unit and for all, and the largest gives way', () => {
  const lines = new LogLines(limits)
  lines.append(line('small.service', 'still here'))
  for (let unit = 0; unit < 20; unit++) {
    for (let count = 0; count < 20; count++) {
      lines.append(line(`${unit}.service`, 'x'.repeat(300)))
    }
  }
  expect(lines.bytes).toBeLessThanOrEqual(limits.allBytes)
  expect(lines.last('small.service', 1)).toHaveLength(1)
})

test('a line that is longer than all may have leaves nothing behind', () => {
  const lines = new LogLines(limits)
  lines.append(line('a.service', 'x'.repeat(10_000)))
  expect(lines.bytes).toBe(0)
})

test('units that are gone keep their lines only while there is room for all of them, the latest longest', () => {
  const lines = new LogLines(limits)
  for (let unit = 0; unit < 100; unit++) {
    lines.append(line(`${unit}.service`, 'x'.repeat(100)))
    lines.retire(`${unit}.service`)
  }
  expect(lines.bytes).toBeLessThanOrEqual(limits.goneBytes)
  expect(lines.last('99.service', 1)).toHaveLength(1)
  expect(lines.last('0.service', 1)).toHaveLength(0)
})

test('a unit that came again is not gone', () => {
  const lines = new LogLines(limits)
  lines.append(line('a.service', 'x'.repeat(100)))
  lines.retire('a.service')
  lines.welcome('a.service')
  for (let unit = 0; unit < 100; unit++) {
    lines.append(line(`${unit}.service`, 'x'.repeat(100)))
    lines.retire(`${unit}.service`)
  }
  expect(lines.last('a.service', 1)).toHaveLength(1)
})

test('the beginning of a long line does not keep the whole alive', () => {
  // Garbage is not what is kept: without a collection the figure is chance.
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  const used = (): number => {
    collect()
    return process.memoryUsage().heapUsed
  }
  const before = used()
  const kept = Array.from({ length: 500 }, (_, count) =>
    beginning(`${count} ${'x'.repeat(100_000)}`.toUpperCase(), 100),
  )
  expect(used() - before).toBeLessThan(10_000_000)
  expect(kept[7]?.slice(0, 5)).toBe('7 XXX')
})
