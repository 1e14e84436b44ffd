import { expect, test } from '@jest/globals'
import type { Reply } from '#control/answering.ts'
import { type Draft, readBody } from '#control/codec/message.ts'
import { variant } from '#control/codec/value-of.ts'
import { changedProperties, getAllProperties, getProperty, setProperty } from '#control/properties.ts'
import { answeringFrom, callerWithUid, createToy, jobFace } from './toy.ts'

const place = { path: '/org/freedesktop/systemd1/job/1' }
const jobName = 'org.freedesktop.systemd1.Job'
const logName = 'org.freedesktop.LogControl1'

const valuesOf = ({ signature, writer }: Draft): readonly unknown[] | string => {
  const values = readBody({ signature, bytes: writer.bytes(), littleEndian: true, fds: [] })
  return values.ok ? values.value : values.error
}
const read = (reply: Reply): unknown => {
  if (!reply.ok) {
    return `${reply.error.name}: ${reply.error.message}`
  }
  return reply.value === 'silent' ? 'silent' : valuesOf(reply.value)
}

const toy = createToy()
const answering = answeringFrom(toy)
const faces = [jobFace(toy, 1)]
const logFound = toy.tree.find('/org/freedesktop/LogControl1')
const logFaces = logFound?.ok ? logFound.value : []

test('Get gives one property with its signature', () => {
  expect(read(getProperty(answering, place, faces, jobName, 'Id'))).toEqual([variant('u', 1)])
  expect(read(getProperty(answering, place, faces, jobName, 'State'))).toEqual([variant('s', 'waiting')])
})

test.each([
  [jobName, 'Nope'],
  ['a.b', 'Id'],
  ['', 'Id'],
  [jobName, 'toString'],
])('Get of %j %s says which it does not know', (from, name) => {
  const message = `org.freedesktop.DBus.Error.UnknownProperty: Unknown interface ${from} or property ${name}.`
  expect(read(getProperty(answering, place, faces, from, name))).toBe(message)
})

test('GetAll gives all properties in the order of the interface', () => {
  const [all] = read(getAllProperties(answering, place, faces, '')) as [Map<string, unknown>]
  expect([...all.keys()]).toEqual(['Id', 'Unit', 'JobType', 'State', 'ActivationDetails'])
  expect(read(getAllProperties(answering, place, faces, jobName))).toEqual([all])
})

test('GetAll of an interface the object lacks is an error, of a standard one empty', () => {
  expect(read(getAllProperties(answering, place, faces, 'a.b'))).toBe(
    "org.freedesktop.DBus.Error.UnknownInterface: Unknown interface 'a.b'.",
  )
  expect(read(getAllProperties(answering, place, faces, 'org.freedesktop.DBus.Peer'))).toEqual([new Map()])
})

test('a getter that throws costs one line: its property is an error to Get and missing from GetAll', () => {
  const own = answeringFrom(toy)
  const third = [jobFace(toy, 3)]
  expect(read(getProperty(own, place, third, jobName, 'ActivationDetails'))).toBe(
    'org.freedesktop.DBus.Error.Failed: Property ActivationDetails cannot be read.',
  )
  expect(own.lines).toEqual([
    expect.stringContaining('ActivationDetails of /org/freedesktop/systemd1/job/1: Error: details'),
  ])
  const [all] = read(getAllProperties(own, place, [...third, ...logFaces], '')) as [Map<string, unknown>]
  expect([...all.keys()]).toEqual(['Id', 'Unit', 'JobType', 'State', 'LogLevel', 'LogTarget', 'SyslogIdentifier'])
  expect(own.lines).toHaveLength(2)
})

const root = { caller: callerWithUid(0), keepDescriptor: () => {} }
const nobody = { caller: callerWithUid(65534), keepDescriptor: () => {} }

test('Set changes what is writable', () => {
  expect(read(setProperty(answering, logFaces, logName, 'LogLevel', variant('s', 'debug'), root))).toEqual([])
  expect(toy.logLevel).toBe('debug')
})

test.each([
  [
    logName,
    'SyslogIdentifier',
    variant('s', 'x'),
    root,
    "PropertyReadOnly: Property 'SyslogIdentifier' is not writable.",
  ],
  [logName, 'Nope', variant('s', 'x'), root, `UnknownProperty: Unknown interface ${logName} or property Nope.`],
  [
    logName,
    'LogLevel',
    variant('u', 3),
    root,
    "InvalidArgs: Incorrect parameters for property 'LogLevel', expected 's', got 'u'.",
  ],
  [logName, 'LogLevel', variant('s', 'nope'), root, "InvalidArgs: Invalid log level 'nope'"],
  [logName, 'LogLevel', variant('s', 'info'), nobody, `AccessDenied: Access to ${logName}.LogLevel() not permitted.`],
])('Set of %s %s is refused: %j', (from, name, value, call, error) => {
  expect(read(setProperty(answering, logFaces, from, name, value, call))).toBe(`org.freedesktop.DBus.Error.${error}`)
})

test('PropertiesChanged tells the new values of what emits them', () => {
  const draft = changedProperties(answering, place, jobFace(toy, 1))
  expect(draft && valuesOf(draft)).toEqual([jobName, new Map([['State', variant('s', 'waiting')]]), []])
})

test('PropertiesChanged is not sent when nothing that was named can change', () => {
  expect(changedProperties(answering, place, jobFace(toy, 1), ['Id', 'Nope'])).toBeNull()
})
