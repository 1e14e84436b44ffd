import { expect, test } from '@jest/globals'
import { directoryPaths, directoryVariables, launchDirectories } from '#core/exec/directories.ts'

const runtime = {
  kind: 'Runtime',
  mode: 0o755,
  entries: [
    { path: 'a', links: [] },
    { path: 'b/c', links: ['d'] },
  ],
} as const
const configuration = { kind: 'Configuration', mode: 0o700, entries: [{ path: 'a', links: [] }] } as const

const ofService = { base: '/run', mode: 0o755, owner: 'service', isLeftAsFound: false, exitStatus: 233 }

test('directories belong to the service, and configuration that is there already stays as it is', () => {
  expect(launchDirectories([runtime, configuration], false)).toEqual([
    { ...ofService, path: '/run/a', links: [] },
    { ...ofService, path: '/run/b/c', links: ['/run/d'] },
    { ...ofService, base: '/etc', path: '/etc/a', mode: 0o700, isLeftAsFound: true, exitStatus: 241, links: [] },
  ])
})

test('a command with + has them made for the manager', () => {
  expect(launchDirectories([runtime], true).map(({ owner }) => owner)).toEqual(['manager', 'manager'])
})

test('the service is told their paths', () => {
  const none = { kind: 'State', mode: 0o755, entries: [] } as const
  expect(directoryVariables([runtime, none])).toEqual(['RUNTIME_DIRECTORY=/run/a:/run/b/c'])
})

test('links are removed with them', () => {
  expect(directoryPaths(runtime)).toEqual(['/run/a', '/run/b/c', '/run/d'])
})
