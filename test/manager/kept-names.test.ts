import { expect, test } from '@jest/globals'
import { fail, ok } from '#core/base/result.ts'
import { encodeText } from '#core/base/text/text.ts'
import type { World } from '#core/engine/world.ts'
import type { Ledger } from '#kernel/kernel.ts'
import { keptOrAnew, outputName, readOutputName, readSocketName, socketName } from '#manager/kept-names.ts'
import type { Log } from '#manager/log/log.ts'

const long = `${'a'.repeat(247)}.service`
const other = `${'a'.repeat(246)}b.service`
const world = { entries: new Map([long, other, 'b.service'].map(unit => [unit, {}])) } as unknown as World

test.each([
  { unit: 'b.service', identifier: 'b', pid: 7 },
  { unit: 'b.service', identifier: 'another name', pid: 7 },
  { unit: long, identifier: 'a'.repeat(247), pid: 4_194_304 },
  { unit: other, identifier: 'grün', pid: 4_194_304 },
])('whose output it is stands in a name that is short enough', source => {
  const name = outputName(1_048_576, source)
  expect(encodeText(name).length).toBeLessThanOrEqual(251)
  expect(readOutputName(name, world)).toEqual(source)
})

test('an identifier is cut where it is too long', () => {
  const name = outputName(1_048_576, { unit: long, identifier: 'ü'.repeat(500), pid: 4_194_304 })
  expect(encodeText(name).length).toBeLessThanOrEqual(251)
  expect(readOutputName(name, world)).toMatchObject({ unit: long, identifier: 'ü'.repeat(30) })
})

test('sockets of units with long names are found again', () => {
  expect(readSocketName(socketName(3, 'b.socket'), world)).toEqual({ at: 3, unit: 'b.socket' })
  expect(readSocketName(socketName(3, long), world)).toEqual({ at: 3, unit: long })
  expect(readSocketName(outputName(1, { unit: long, identifier: 'a', pid: 1 }), world)).toBeUndefined()
  expect(readOutputName(socketName(3, long), world)).toBeUndefined()
})

test('a socket that a former life kept is taken over, a lost one made anew; what could not be kept is told', () => {
  const lines: string[] = []
  const log = { say: (_unit: null, _level: string, text: string) => lines.push(text) } as unknown as Log
  const open = (kept: ReadonlyMap<string, number>, isFull = false) => {
    const keep = () => (isFull ? fail('ENOSPC') : ok(undefined))
    const socket = keptOrAnew({ ledger: { kept, keep } as unknown as Ledger, log }, '/run/x', {
      again: fd => (fd === 5 ? ok({ fd }) : fail('EBADF')),
      anew: () => ok({ fd: 9 }),
    })
    return socket.ok ? socket.value.fd : socket.error
  }
  expect([open(new Map([['/run/x', 5]])), open(new Map([['/run/x', 6]])), open(new Map())]).toEqual([5, 9, 9])
  expect(lines).toEqual([])
  open(new Map(), true)
  expect(lines).toEqual(['/run/x will be lost should the manager execute itself anew: No space left on device'])
})
