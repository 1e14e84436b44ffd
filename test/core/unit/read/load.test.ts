import { expect, test } from '@jest/globals'
import { loadUnit } from '#core/unit/read/load.ts'
import type { Relation } from '#core/unit/relation.ts'
import { complaints, configured, context, load, loadService, sources } from '../../../fake/load.ts'

const related = ({ unit }: ReturnType<typeof load>, relation: Relation) => [...(unit.relations.get(relation) ?? [])]

function service(lines: string) {
  const loaded = loadService(lines)
  if (loaded.unit.type !== 'service') {
    throw new Error('no service')
  }
  return { ...loaded, service: loaded.unit.service, exec: loaded.unit.exec }
}

test('a service has what systemd gives every service', () => {
  const loaded = loadService('')
  expect(related(loaded, 'Requires')).toEqual(['system.slice', 'sysinit.target'].sort())
  expect(related(loaded, 'After').sort()).toEqual([
    'basic.target',
    'sysinit.target',
    'system.slice',
    'systemd-journald.socket',
  ])
  expect([related(loaded, 'Before'), related(loaded, 'Conflicts')]).toEqual([['shutdown.target'], ['shutdown.target']])
})

test('DefaultDependencies=no leaves the order of boot and shutdown out', () => {
  const loaded = load('a.service', '[Unit]\nDefaultDependencies=no\n[Service]\nExecStart=/bin/true\n')
  expect(related(loaded, 'Before')).toEqual([])
  expect(related(loaded, 'Requires')).toEqual(['system.slice'])
})

test('the type of a service follows from what it says', () => {
  expect(service('').service.Type).toBe('simple')
  expect(service('BusName=a.b').service.Type).toBe('dbus')
  expect(service('SetCredential=a:b').service.Type).toBe('exec')
  const stops = load('a.service', '[Service]\nExecStop=/bin/true\nRemainAfterExit=yes\n').unit
  expect(stops.type === 'service' && stops.service.Type).toBe('oneshot')
})

test('limits of time come from the manager unless they are said', () => {
  const around = configured('[Manager]\nDefaultTimeoutStartSec=7s\nDefaultTimeoutStopSec=8s\n')
  const { unit } = loadService('TimeoutStopSec=9s', around)
  expect(unit.type === 'service' && [unit.service.TimeoutStartSec, unit.service.TimeoutStopSec]).toEqual([
    7_000_000n,
    9_000_000n,
  ])
})

test.each([
  ['', 'Service has no ExecStart=, ExecStop=, or SuccessAction=. Refusing.'],
  [
    'ExecStart=/a\nExecStart=/b',
    'Service has more than one ExecStart= setting, which is only allowed for Type=oneshot services. Refusing.',
  ],
  [
    'Type=oneshot\nExecStart=/a\nRestart=always',
    "Service has Restart= set to either always or on-success, which isn't allowed for Type=oneshot services. Refusing.",
  ],
  ['Type=dbus\nExecStart=/a', 'Service is of type D-Bus but no D-Bus service name has been specified. Refusing.'],
])('a service that makes no sense is refused: %s', (lines, message) => {
  const loaded = load('a.service', `[Service]\n${lines}\n`)
  expect(loaded.unit.load).toBe('bad-setting')
  expect(complaints(loaded)).toEqual([message])
})

test('of a refused unit everything is kept that its files say', () => {
  const file = '[Unit]\nRequires=b.service\n[Service]\nType=oneshot\nRestart=always\nExecStart=/a\nTimeoutStopSec=3s\n'
  const loaded = load('a.service', file)
  const { unit } = loaded
  expect(unit.load).toBe('bad-setting')
  expect(unit.type === 'service' && unit.service).toMatchObject({ Restart: 'always', TimeoutStopSec: 3_000_000n })
  expect(related(loaded, 'Requires')).toEqual(['b.service', 'sysinit.target'])
  expect(related(loaded, 'InSlice')).toEqual(['system.slice'])
})

test('a key that means nothing is told with its line, and everything else counts', () => {
  const { unit, diagnostics } = load('a.service', '[Unit]\nDescription=x\nBogus=1\n[Service]\nExecStart=/bin/true\n')
  expect(unit).toMatchObject({ load: 'loaded', unit: { Description: 'x' } })
  expect(diagnostics).toMatchObject([
    { line: 3, level: 'warning', message: "Unknown key 'Bogus' in section [Unit], ignoring." },
  ])
})

test('a later file changes single settings, and an empty one clears a list', () => {
  const file = '[Service]\nType=oneshot\nExecStart=/a\nEnvironment=A=1\n'
  const dropIns = [{ path: '/d/x.conf', text: '[Service]\nExecStart=\nExecStart=/b\nEnvironment=B=2\n' }]
  const { unit } = loadUnit(sources('a.service', file, { dropIns }), context)
  expect(unit.type === 'service' && unit.service.ExecStart.map(({ path }) => path)).toEqual(['/b'])
  expect(unit.type === 'service' && unit.exec.Environment).toEqual(['A=1', 'B=2'])
  expect(unit.dropInPaths).toEqual(['/d/x.conf'])
})

test('links beside a target are relations of it, and a template link means the own instance', () => {
  const { unit } = loadUnit(sources('m@i.target', '[Unit]\n', { wants: ['a.service', 'b@.service'] }), context)
  expect([...(unit.relations.get('Wants') ?? [])]).toEqual(['a.service', 'b@i.service'])
})

test('an instance is in the slice of its template', () => {
  const loaded = load('get-ty@tty1.service', '[Service]\nExecStart=/bin/true\n')
  expect(related(loaded, 'InSlice')).toEqual(['system-get\\x2dty.slice'])
})

test('conditions stand in the order in which they are looked at: the last one first', () => {
  const text =
    '[Unit]\nConditionPathExists=/a\nConditionUser=!|x\nAssertPathExists=|!/b\n[Service]\nExecStart=/bin/true\n'
  const { unit } = load('a.service', text)
  expect(unit.conditions).toEqual([
    { type: 'ConditionUser', trigger: false, negate: true, parameter: '|x' },
    { type: 'ConditionPathExists', trigger: false, negate: false, parameter: '/a' },
  ])
  expect(unit.asserts).toEqual([{ type: 'AssertPathExists', trigger: true, negate: true, parameter: '/b' }])
})

test('only conditions that are no paths may have blanks behind the signs', () => {
  const { unit } = load('a.target', '[Unit]\nConditionUser=| ! root\nConditionPathExists=! /a\n')
  expect(unit.conditions).toEqual([{ type: 'ConditionUser', trigger: true, negate: true, parameter: 'root' }])
})

test.each([
  [{ is: 'masked', path: '/etc/a.service' }, 'masked'],
  [{ is: 'missing' }, 'not-found'],
  [{ is: 'unreadable', path: '/etc/a.service', errno: 'EACCES' }, 'error'],
] as const)('a unit without a file that counts says why: %j', (fragment, state) => {
  const { unit } = loadUnit(sources('a.service', '', { fragment }), context)
  expect([unit.load, unit.relations.size]).toEqual([state, 0])
})

test('a name that is none, and that of a template, are not found', () => {
  expect(load('a@.service', '[Service]\nExecStart=/a\n').unit.load).toBe('not-found')
  expect(load('no unit', '').unit.load).toBe('not-found')
})

test('a broken section header spoils the unit, in a drop-in only the drop-in', () => {
  expect(load('a.service', '[Service\nExecStart=/a\n').unit).toMatchObject({ load: 'error', loadErrno: 'EBADMSG' })
  const dropIns = [{ path: '/d/x.conf', text: '[Service\nUser=x\n' }]
  expect(loadUnit(sources('a.service', '[Service]\nExecStart=/a\n', { dropIns }), context).unit.load).toBe('loaded')
})
