import { expect, test } from '@jest/globals'
import {
  builtInFolder,
  isDirectlyIn,
  isRuntimePath,
  lookupPaths,
  type Scope,
  searchPath,
} from '#catalog/search-path.ts'

const scope = (mode: Scope['mode'], variables: Readonly<Record<string, string>> = {}, root = ''): Scope => ({
  mode,
  root,
  environment: new Map(Object.entries(variables)),
})

test('the system looks into /etc before /run before /usr, and around what generators made', () => {
  expect(searchPath(scope('system'))).toEqual([
    '/etc/systemd/system.control',
    '/run/systemd/system.control',
    '/run/systemd/transient',
    '/run/systemd/generator.early',
    '/etc/systemd/system',
    '/etc/systemd/system.attached',
    '/run/systemd/system',
    '/run/systemd/system.attached',
    '/run/systemd/generator',
    '/usr/local/lib/systemd/system',
    '/usr/lib/systemd/system',
    '/run/systemd/generator.late',
    builtInFolder,
  ])
})

test('a root stands in front of every folder', () => {
  expect(searchPath(scope('system', {}, '/image'))[4]).toBe('/image/etc/systemd/system')
})

test('SYSTEMD_UNIT_PATH replaces the folders, or stands in front of them', () => {
  expect(searchPath(scope('system', { SYSTEMD_UNIT_PATH: '/a:relative:/b//' }))).toEqual(['/a', '/b', builtInFolder])
  expect(searchPath(scope('system', { SYSTEMD_UNIT_PATH: '/a:' })).slice(0, 2)).toEqual([
    '/a',
    '/etc/systemd/system.control',
  ])
})

test('a user has folders of its own, after the XDG variables', () => {
  const folders = lookupPaths(scope('user', { HOME: '/home/ann', XDG_RUNTIME_DIR: '/run/user/1000' })).folders
  expect(folders.slice(0, 5)).toEqual([
    '/home/ann/.config/systemd/user.control',
    '/run/user/1000/systemd/user.control',
    '/run/user/1000/systemd/transient',
    '/run/user/1000/systemd/generator.early',
    '/home/ann/.config/systemd/user',
  ])
  expect(folders).toContain('/home/ann/.local/share/systemd/user')
})

test('a user without a runtime folder has no place for what is gone with the next boot', () => {
  expect(lookupPaths(scope('user', { HOME: '/home/ann' })).runtimeConfig).toBeNull()
})

test('a file is directly in a folder, or not at all', () => {
  expect(isDirectlyIn('/a/b', ['/a'])).toBe(true)
  expect(isDirectlyIn('/a/b/c', ['/a'])).toBe(false)
})

test('what lies in /run is gone with the next boot', () => {
  const paths = lookupPaths(scope('system'))
  expect(isRuntimePath(paths, '/run/systemd/system/a.service')).toBe(true)
  expect(isRuntimePath(paths, '/etc/systemd/system/a.service')).toBe(false)
})
