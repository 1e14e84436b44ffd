import { expect, test } from '@jest/globals'
import type { Reply } from '#control/answering.ts'
import { type Body, readBody } from '#control/codec/message.ts'
import { dispatch } from '#control/dispatch.ts'
import { answeringFrom, callerWithUid, createToy } from './toy.ts'

const jobs = '/org/freedesktop/systemd1/job'

/** The values a call is answered with, or "name: message". */
async function ask(
  options: { readonly uid?: number; readonly toy?: ReturnType<typeof createToy>; readonly lines?: string[] },
  path: string,
  method: string,
  signature = '',
  ...values: unknown[]
): Promise<readonly unknown[] | string> {
  const answering = answeringFrom(options.toy ?? createToy())
  const cut = method.lastIndexOf('.')
  const request = {
    path,
    interface: cut < 0 ? null : method.slice(0, cut),
    member: method.slice(cut + 1),
    signature,
    values,
  }
  const call = { caller: callerWithUid(options.uid ?? 0), keepDescriptor: () => {} }
  const reply = await dispatch(answering, request, call)
  options.lines?.push(...answering.lines)
  return readReply(reply)
}

function readReply(reply: Reply): readonly unknown[] | string {
  if (!reply.ok) {
    return `${reply.error.name}: ${reply.error.message}`
  }
  if (reply.value === 'silent') {
    return 'silent'
  }
  const { signature, writer } = reply.value
  const body: Body = { signature, bytes: writer.bytes(), littleEndian: true, fds: writer.fds }
  const values = readBody(body)
  return values.ok ? values.value : values.error
}

test('a method is answered with its values', async () => {
  const row = [2, 'start', 'waiting', 'a', '/a', '/b']
  expect(await ask({}, `${jobs}/2`, 'org.freedesktop.systemd1.Job.GetBefore')).toEqual([[row]])
  expect(await ask({}, `${jobs}/2`, 'GetBefore')).toEqual([[row]])
})

test('a method may answer later', async () => {
  const toy = createToy()
  toy.after = async () => ({ ok: true, value: { jobs: [] } })
  expect(await ask({ toy }, `${jobs}/2`, 'org.freedesktop.systemd1.Job.GetAfter')).toEqual([[]])
})

test.each([
  ['/nope', 'a.b.C.Foo', 'UnknownObject', "Unknown object '/nope'."],
  [jobs, 'a.b.C.Foo', 'UnknownMethod', 'Unknown method Foo or interface a.b.C.'],
  [
    `${jobs}/1`,
    'org.freedesktop.systemd1.Job.Foo',
    'UnknownMethod',
    'Unknown method Foo or interface org.freedesktop.systemd1.Job.',
  ],
  [
    `${jobs}/1`,
    'org.freedesktop.systemd1.Job.toString',
    'UnknownMethod',
    'Unknown method toString or interface org.freedesktop.systemd1.Job.',
  ],
  [
    '/nope',
    'org.freedesktop.DBus.Peer.Foo',
    'UnknownMethod',
    "Unknown method 'Foo' on interface 'org.freedesktop.DBus.Peer'.",
  ],
])('%s has no %s, in the words of sd-bus', async (path, method, name, message) => {
  expect(await ask({}, path, method)).toBe(`org.freedesktop.DBus.Error.${name}: ${message}`)
})

test('why an object cannot be had is told as the tree tells it', async () => {
  expect(await ask({}, `${jobs}/x`, 'org.freedesktop.systemd1.Job.Cancel')).toBe(
    'org.freedesktop.systemd1.NoSuchJob: Job 0 does not exist.',
  )
})

test('arguments of another signature are refused with both signatures', async () => {
  expect(await ask({}, `${jobs}/1`, 'org.freedesktop.systemd1.Job.Cancel', 'u', 3)).toBe(
    "org.freedesktop.DBus.Error.InvalidArgs: Invalid arguments 'u' to call org.freedesktop.systemd1.Job.Cancel(), expecting ''.",
  )
})

test('root and the own user may change things, others may not', async () => {
  expect(await ask({ uid: 0 }, `${jobs}/1`, 'org.freedesktop.systemd1.Job.Cancel')).toEqual([])
  expect(await ask({ uid: 1000 }, `${jobs}/1`, 'org.freedesktop.systemd1.Job.Cancel')).toEqual([])
  const toy = createToy()
  expect(await ask({ toy, uid: 65534 }, `${jobs}/1`, 'org.freedesktop.systemd1.Job.Cancel')).toBe(
    'org.freedesktop.DBus.Error.AccessDenied: Access to org.freedesktop.systemd1.Job.Cancel() not permitted.',
  )
  expect(toy.jobs.has(1)).toBe(true)
})

test('anybody may read', async () => {
  expect(await ask({ uid: 65534 }, `${jobs}/2`, 'org.freedesktop.systemd1.Job.GetAfter')).toEqual([[]])
})

test('Peer answers on any path', async () => {
  expect(await ask({}, '/nope', 'org.freedesktop.DBus.Peer.Ping')).toEqual([])
  expect(await ask({}, '/nope', 'org.freedesktop.DBus.Peer.GetMachineId')).toEqual(['ab'.repeat(16)])
})

test('introspection tells the interfaces of an object and the nodes below it', async () => {
  const [xml] = await ask({}, jobs, 'org.freedesktop.DBus.Introspectable.Introspect')
  expect(xml).toContain('<node name="3"/>')
  const [job] = await ask({}, `${jobs}/1`, 'org.freedesktop.DBus.Introspectable.Introspect')
  expect(job).toContain('<interface name="org.freedesktop.systemd1.Job">')
  expect(await ask({}, jobs, 'org.freedesktop.DBus.Introspectable.Introspect', 's', 'x')).toBe(
    'org.freedesktop.DBus.Error.InvalidArgs: Expected no parameters',
  )
})

test.each([
  [
    'throws',
    () => {
      throw new Error('out of order')
    },
  ],
  ['rejects later', () => Promise.reject(new Error('out of order'))],
])('a handler that %s costs one line and is an error for its caller only', async (_how, after) => {
  const toy = createToy()
  toy.after = after
  const lines: string[] = []
  expect(await ask({ toy, lines }, `${jobs}/2`, 'org.freedesktop.systemd1.Job.GetAfter')).toBe(
    `org.freedesktop.DBus.Error.Failed: Internal error in org.freedesktop.systemd1.Job.GetAfter on ${jobs}/2.`,
  )
  expect(lines).toEqual([expect.stringContaining('Error: out of order')])
  expect(lines[0]).not.toContain('\n')
})

test('an answer that its signature cannot hold is an error too', async () => {
  const toy = createToy()
  toy.after = () => ({ ok: true, value: { jobs: [1] as never } })
  const lines: string[] = []
  const answer = await ask({ toy, lines }, `${jobs}/2`, 'org.freedesktop.systemd1.Job.GetAfter')
  expect(answer).toContain('org.freedesktop.DBus.Error.Failed')
  expect(lines).toHaveLength(1)
})

test('a tree that throws is an error for the caller', async () => {
  const lines: string[] = []
  expect(await ask({ lines }, `${jobs}/broken`, 'org.freedesktop.systemd1.Job.Cancel')).toContain('Internal error')
  expect(lines).toEqual([expect.stringContaining('the tree is broken')])
})
