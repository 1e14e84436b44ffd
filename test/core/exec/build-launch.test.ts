import { expect, test } from '@jest/globals'
import { parseUserDatabase } from '#core/base/linux/users.ts'
import { buildLaunch, type LaunchFacts } from '#core/exec/build-launch.ts'
import type { ExecSettings } from '#core/unit/directives/exec.ts'
import { serviceExecution } from '#core/unit/execution.ts'
import type { Command } from '#core/unit/kinds/exec/command.ts'
import { command, service } from '../../fake/units.ts'

const facts: LaunchFacts = {
  key: 'ExecStart',
  users: parseUserDatabase('ann:x:1000:1000::/home/ann:/bin/sh\n', 'ann:x:1000:\n'),
  ownName: 'root',
  managerEnvironment: ['PATH=/opt/bin:/usr/bin'],
  inheritedEnvironment: [],
  ownEnvironment: [],
  environmentFiles: [],
  limits: { defaults: new Map(), own: new Map() },
  descriptors: { log: 5, data: null, sockets: [] },
  mark: 12n,
}

function build(settings: Partial<ExecSettings>, run: Partial<Command> = {}, more: Partial<LaunchFacts> = {}) {
  const unit = service('a.service')
  const what = command('/bin/a', run)
  return buildLaunch(serviceExecution({ ...unit, exec: { ...unit.exec, ...settings } }), what, { ...facts, ...more })
}

test('variables in the arguments are replaced, those in the program are not', () => {
  const { launch, unset } = build({ Environment: ['A=x y', 'B=z'] }, { argv: ['$A', '$A', '${A}', '$NONE', '$$B'] })
  expect(launch.process.argv).toEqual(['$A', 'x', 'y', 'x y', '$B'])
  expect(unset).toEqual(['NONE'])
})

test('the prefix : leaves the arguments alone', () => {
  expect(build({}, { argv: ['a', '$A'], literal: true }).launch.process.argv).toEqual(['a', '$A'])
})

test('a bare name is looked for in the fixed places, then where PATH says', () => {
  const { candidates } = build({}, { path: 'a' }).launch.process
  expect(candidates[0]).toBe('/usr/local/sbin/a')
  expect(candidates.at(-1)).toBe('/opt/bin/a')
  expect(build({ ExecSearchPath: ['/x'] }, { path: 'a' }).launch.process.candidates).toEqual(['/x/a'])
})

test('ExecSearchPath= is the PATH of the service, unless the unit has its own', () => {
  const path = (settings: Partial<ExecSettings>) =>
    build({ ExecSearchPath: ['/x', '/y'], ...settings }).launch.process.environment.filter(one =>
      one.startsWith('PATH='),
    )
  expect(path({})).toEqual(['PATH=/x:/y'])
  expect(path({ Environment: ['PATH=/own'] })).toEqual(['PATH=/own'])
})

test('a service is told who it is', () => {
  expect(build({ User: 'ann' }).launch.process.environment).toContain('HOME=/home/ann')
  expect(build({}).launch.process.environment).toContain('USER=root')
  expect(build({ User: 'ann', SetLoginEnvironment: false }).launch.process.environment).toContain('USER=root')
})

test('PermissionsStartOnly= and RootDirectoryStartOnly= are about the service, not about the commands beside it', () => {
  const unit = service('a.service', { PermissionsStartOnly: true, RootDirectoryStartOnly: true })
  const exec = { ...unit.exec, User: 'ann', RootDirectory: '/srv', CapabilityBoundingSet: 0n }
  const launchOf = (key: LaunchFacts['key']) =>
    buildLaunch(serviceExecution({ ...unit, exec }), command('/bin/a'), { ...facts, key }).launch
  const before = launchOf('ExecStartPre')
  expect([before.privileges.identity.as, before.sandbox.root, before.privileges.capabilityBounding]).toEqual([
    'manager',
    null,
    null,
  ])
  const main = launchOf('ExecStart')
  expect([main.privileges.identity.as, main.sandbox.root, main.privileges.capabilityBounding]).toEqual([
    'ids',
    '/srv',
    0n,
  ])
})

test('the prefix + keeps full privileges, ! only the identity', () => {
  const settings = { User: 'ann', RootDirectory: '/srv', NoNewPrivileges: true }
  const full = build(settings, { privilege: 'full' }).launch
  expect([full.privileges.identity.as, full.sandbox.root, full.privileges.noNewPrivileges]).toEqual([
    'manager',
    null,
    false,
  ])
  const kept = build(settings, { privilege: 'keeps-credentials' }).launch
  expect([kept.privileges.identity.as, kept.sandbox.root, kept.privileges.noNewPrivileges]).toEqual([
    'manager',
    '/srv',
    true,
  ])
  expect(build(settings).launch.privileges.identity).toMatchObject({ as: 'ids', uid: 1000 })
})

test('sockets are passed with their names', () => {
  const { launch } = build(
    {},
    {},
    {
      descriptors: {
        log: 5,
        data: null,
        sockets: [
          { fd: 8, name: 'web' },
          { fd: 9, name: 'admin' },
        ],
      },
    },
  )
  expect(launch.streams.passed).toEqual([8, 9])
  expect(launch.process.environment).toEqual(
    expect.arrayContaining(['LISTEN_PID=', 'LISTEN_FDS=2', 'LISTEN_FDNAMES=web:admin']),
  )
})

test('a command runs in / unless told where', () => {
  expect(build({}).launch.files.workingDirectory).toEqual({ at: 'path', path: '/', optional: false })
  const home = { path: '', home: true, optional: true }
  expect(build({ WorkingDirectory: home }).launch.files.workingDirectory).toEqual({ at: 'home', optional: true })
})

test('every process carries the mark of its start', () => {
  expect(build({}).launch.process.mark).toBe(12n)
})
