import { expect, test } from '@jest/globals'
import { ask, whichHold } from './ask.ts'

const files = {
  '/srv/full/a': 'x',
  '/srv/full/.hidden': '',
  '/srv/empty': null,
  '/srv/closed': { kind: 'directory', error: 'EACCES' },
  '/srv/program': { text: '#!', mode: 0o755 },
  '/srv/link': { to: '/srv/full' },
  '/srv/dangling': { to: '/srv/gone' },
  '/srv/frozen': { kind: 'directory', readOnly: true },
} as const
const all = [...Object.keys(files), '/srv/gone', '/srv/full']
const holding = (subject: string) => whichHold(subject, all, { files })

test('PathExists follows links', () => {
  expect(holding('PathExists')).toEqual(all.filter(path => path !== '/srv/dangling' && path !== '/srv/gone'))
})

test('PathExistsGlob asks for one path that fits', () => {
  expect(ask('PathExistsGlob', '/srv/*ull/a', { files })).toBe(true)
  expect(ask('PathExistsGlob', '/srv/*ull/b', { files })).toBe(false)
})

test('PathIsDirectory and PathIsSymbolicLink look at what it is', () => {
  expect(holding('PathIsDirectory')).toEqual(['/srv/empty', '/srv/closed', '/srv/link', '/srv/frozen', '/srv/full'])
  expect(holding('PathIsSymbolicLink')).toEqual(['/srv/link', '/srv/dangling'])
})

test('PathIsReadWrite looks at the file system', () => {
  expect(ask('PathIsReadWrite', '/srv/empty', { files })).toBe(true)
  expect(ask('PathIsReadWrite', '/srv/frozen', { files })).toBe(false)
  expect(ask('PathIsReadWrite', '/srv/gone', { files })).toBe(false)
})

test('DirectoryNotEmpty takes a folder that cannot be read for one with something in it', () => {
  expect(holding('DirectoryNotEmpty')).toEqual(['/srv/closed', '/srv/link', '/srv/full'])
})

test('FileNotEmpty and FileIsExecutable want a regular file', () => {
  expect(holding('FileNotEmpty')).toEqual(['/srv/full/a', '/srv/program'])
  expect(holding('FileIsExecutable')).toEqual(['/srv/program'])
})

test('PathIsMountPoint follows links and knows blanks', () => {
  const mounted = {
    ...files,
    '/mnt/a b': null,
    '/here': { to: '/mnt/a b' },
    '/proc/self/mountinfo': '1 2 0:1 / / rw - overlay overlay rw\n2 1 0:2 / /mnt/a\\040b rw - tmpfs tmpfs rw\n',
  }
  expect(whichHold('PathIsMountPoint', ['/', '/mnt', '/mnt/a b', '/here', '/gone'], { files: mounted })).toEqual([
    '/',
    '/mnt/a b',
    '/here',
  ])
})

test('PathIsEncrypted finds the crypt device below a logical volume', () => {
  const device = (253n << 8n) | 1n
  const sys = {
    '/data': { kind: 'directory', device },
    '/plain': { kind: 'directory', device: 8n << 8n },
    '/sys/dev/block/253:1/slaves/dm-0/dm/uuid': 'CRYPT-LUKS2-1234\n',
    '/sys/dev/block/8:0/dev': '8:0\n',
  } as const
  expect(whichHold('PathIsEncrypted', ['/data', '/plain', '/gone'], { files: sys })).toEqual(['/data'])
})
