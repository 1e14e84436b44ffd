import { expect, test } from '@jest/globals'
import { parseZoneFile } from '#core/calendar/zone-file.ts'

interface Data {
  readonly changes: readonly (readonly [at: number, type: number])[]
  readonly types: readonly (readonly [seconds: number, isDst: boolean, name: string])[]
}

function header(version: number, { changes, types }: Data): number[] {
  const counts = [
    0,
    0,
    0,
    changes.length,
    types.length,
    types.map(type => type[2].length + 1).reduce((a, b) => a + b, 0),
  ]
  return [...Buffer.from('TZif'), version === 0 ? 0 : 0x30 + version, ...Array(15).fill(0), ...counts.flatMap(big32)]
}

const big32 = (value: number) => [24, 16, 8, 0].map(shift => (value >> shift) & 0xff)
const big64 = (value: number) => [...big32(Math.floor(value / 2 ** 32)), ...big32(value | 0)]

function block(data: Data, wide: boolean): number[] {
  const { changes, types } = data
  const starts = types.map((_, index) => types.slice(0, index).reduce((sum, type) => sum + type[2].length + 1, 0))
  return [
    ...changes.flatMap(([at]) => (wide ? big64(at) : big32(at))),
    ...changes.map(([, type]) => type),
    ...types.flatMap(([seconds, isDst], index) => [...big32(seconds), isDst ? 1 : 0, starts[index] ?? 0]),
    ...types.flatMap(type => [...Buffer.from(type[2]), 0]),
  ]
}

const data: Data = {
  changes: [
    [-5_000_000_000, 1],
    [1000, 2],
    [2000, 1],
  ],
  types: [
    [3208, false, 'LMT'],
    [3600, false, 'CET'],
    [7200, true, 'CEST'],
  ],
}
const old: Data = { ...data, changes: data.changes.slice(1) }
const empty: Data = { changes: [], types: [[0, false, '']] }

function file(rule: string): Uint8Array {
  const first = [...header(2, empty), ...block(empty, false)]
  return Uint8Array.from([...first, ...header(2, data), ...block(data, true), 10, ...Buffer.from(rule), 10])
}

test('offsets change where the file says, which may be before 1901', () => {
  const zone = parseZoneFile(file(''))
  const names = [-6_000_000_000, -5_000_000_000, 999, 1000, 1999, 2000, 9_000_000_000].map(
    t => zone?.offsetAt(t).abbreviation,
  )
  expect(names).toEqual(['LMT', 'CET', 'CET', 'CEST', 'CEST', 'CET', 'CET'])
  expect(zone?.names).toEqual(['CET', 'CEST'])
})

test('behind the last change the rule at the end counts', () => {
  const zone = parseZoneFile(file('WET0WEST,M3.5.0/1,M10.5.0'))
  expect([1999, 2000, Date.parse('2024-07-01T00:00:00Z') / 1000].map(t => zone?.offsetAt(t).abbreviation)).toEqual([
    'CEST',
    'WET',
    'WEST',
  ])
  expect(zone?.names).toEqual(['WET', 'WEST'])
})

test('files of the first version have times of 32 bits and no rule', () => {
  const zone = parseZoneFile(Uint8Array.from([...header(0, old), ...block(old, false)]))
  expect([0, 1500, 2500].map(t => zone?.offsetAt(t).seconds)).toEqual([3208, 7200, 3600])
})

test('what is no zone, or is cut short, is refused', () => {
  const whole = file('CET-1')
  expect(parseZoneFile(new Uint8Array())).toBeUndefined()
  expect(
    parseZoneFile(Uint8Array.from(Buffer.from('not a zone file, but long enough to be one, is it not'))),
  ).toBeUndefined()
  const refused = Array.from({ length: whole.length - 8 }, (_, size) => parseZoneFile(whole.slice(0, size)))
  expect(refused.filter(zone => zone !== undefined)).toEqual([])
})

test('bytes that lie within a larger buffer are read from where they begin', () => {
  const padded = new Uint8Array([...Array(7).fill(1), ...file('CET-1')])
  expect(parseZoneFile(padded.subarray(7))?.offsetAt(1500).abbreviation).toBe('CEST')
})
