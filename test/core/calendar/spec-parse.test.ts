import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { decodeText } from '#core/base/text/text.ts'
import { parsePosixZone } from '#core/calendar/posix-zone.ts'
import { formatCalendar } from '#core/calendar/spec.ts'
import { parseCalendar } from '#core/calendar/spec-parse.ts'
import { utc, type Zones } from '#core/calendar/zone.ts'

const berlin = parsePosixZone('CET-1CEST,M3.5.0,M10.5.0/3') ?? utc
const zones: Zones = { local: berlin, find: name => (['UTC', 'Asia/Tokyo'].includes(name) ? utc : undefined) }

function normal(text: string): string {
  const spec = parseCalendar(text, zones)
  return spec.ok ? formatCalendar(spec.value, berlin) : spec.error
}

test.each([
  ['daily', '*-*-* 00:00:00'],
  ['Weekly', 'Mon *-*-* 00:00:00'],
  ['quarterly UTC', '*-01,04,07,10-01 00:00:00 UTC'],
  ['Sat,Mon-Tue 12:30', 'Mon,Tue,Sat *-*-* 12:30:00'],
  ['Mon..Sun 0:0', '*-*-* 00:00:00'],
  ['Fri,', 'Fri *-*-* 00:00:00'],
  ['10-15', '*-10-15 00:00:00'],
  ['03-3-5 1:2:3', '2003-03-05 01:02:03'],
  ['*-*~3 2:0', '*-*~03 02:00:00'],
  ['*:0/15', '*-*-* *:00/15:00'],
  ['*:05..10/6', '*-*-* *:05:00'],
  ['@1700000000', '2023-11-14 22:13:20 UTC'],
  ['daily CEST', '*-*-* 00:00:00 CEST'],
  ['daily cet', '*-*-* 00:00:00 CET'],
  ['daily Asia/Tokyo', '*-*-* 00:00:00 Asia/Tokyo'],
])('%s means %s', (text, meaning) => {
  expect(normal(text)).toBe(meaning)
})

test.each([
  ['', 'EINVAL'],
  ['UTC', 'EINVAL'],
  ['Fri..Mon', 'EINVAL'],
  ['Monday..', 'EINVAL'],
  ['Mon,,Tue', 'EINVAL'],
  ['Montag', 'EINVAL'],
  ['24:00', 'EINVAL'],
  ['*-*~29', 'EINVAL'],
  ['2300-1-1', 'EINVAL'],
  ['2016~11-22', 'EINVAL'],
  ['1:2:3 4', 'EINVAL'],
  ['daily Nowhere/Land', 'EINVAL'],
  ['@1x', 'EINVAL'],
  ['@-1', 'ERANGE'],
  ['@99999999999999999', 'ERANGE'],
  ['1:2/0', 'ERANGE'],
])('%j is refused: %s', (text, error) => {
  expect(normal(text)).toBe(error)
})

const part = fc.constantFrom('*', '5', '1..3', '0/2', '1,4', '02', '9..1', '')
const event = fc
  .tuple(fc.constantFrom('', 'Mon ', 'Tue..Thu '), part, part, fc.constantFrom('-', '~'), part, part, part, part)
  .map(([days, y, m, mark, d, H, M, S]) => `${days}${y}-${m}${mark}${d} ${H}:${M}:${S}`)

test('a normal form is its own normal form', () => {
  fc.assert(
    fc.property(event, text => {
      const once = normal(text)
      fc.pre(!/^E/.test(once))
      expect(normal(once)).toBe(once)
    }),
  )
})

const corpus = new URL('../../../../shared/data/corpus/calendar/', import.meta.url)
const files = existsSync(corpus)
  ? readdirSync(corpus, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
  : []
if (files.length === 0) {
  test.skip('events that once broke a parser (skipped: they are not beside the project)', () => {})
} else {
  test.each(files.map(entry => [entry.name, `${entry.parentPath}/${entry.name}`]))(
    '%s, which once broke a parser, is read within a second',
    (_, path) => {
      const started = performance.now()
      const found = parseCalendar(decodeText(new Uint8Array(readFileSync(path))), zones)
      if (found.ok) {
        expect(normal(formatCalendar(found.value, berlin))).toBe(formatCalendar(found.value, berlin))
      }
      expect(performance.now() - started).toBeLessThan(1000)
    },
  )
}
