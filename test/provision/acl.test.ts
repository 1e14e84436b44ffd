import { expect, test } from '@jest/globals'
import { completeAcl, decodeAcl, encodeAcl, formatAcl, parseAcl } from '#provision/tmpfiles/acl.ts'

const ids: Readonly<Record<string, number>> = { daemon: 1, bin: 2, adm: 4 }
const names = {
  uid: (name: string) => ids[name] ?? /^\d+$/.exec(name)?.map(Number)[0],
  gid: (name: string) => ids[name],
}

interface On {
  readonly mode?: number
  readonly isFolder?: boolean
  readonly before?: string
}

/** The attribute that rules come to, in hex. */
function attribute(text: string, { mode = 0o640, isFolder = false, before }: On = {}): string {
  const rules = parseAcl(text, names) ?? []
  const added = before === undefined ? null : (decodeAcl(Buffer.from(before, 'hex')) ?? null)
  return Buffer.from(encodeAcl(completeAcl(rules, { before: added, mode, isFolder }))).toString('hex')
}

// The right sides are what systemd-tmpfiles 257 set, as getxattr(2) read it.
test('a name gets the entries that a list must have, and a mask of all that names may', () => {
  expect(attribute('u:daemon:rw')).toBe(
    '0200000001000600ffffffff020006000100000004000400ffffffff10000600ffffffff20000000ffffffff',
  )
  expect(attribute('g:adm:rwx,m::r', { mode: 0o660 })).toBe(
    '0200000001000600ffffffff04000600ffffffff080007000400000010000400ffffffff20000000ffffffff',
  )
})

test('what is added keeps the mask that is there', () => {
  const before = '0200000001000600ffffffff020004000100000004000400ffffffff10000400ffffffff20000000ffffffff'
  expect(attribute('u:bin:rw', { before })).toBe(
    '0200000001000600ffffffff0200040001000000020006000200000004000400ffffffff10000400ffffffff20000000ffffffff',
  )
})

test('numbers are users, too', () => {
  expect(attribute('u:1234:r', { mode: 0o460 })).toBe(
    '0200000001000400ffffffff02000400d204000004000600ffffffff10000400ffffffff20000000ffffffff',
  )
})

test('X is x where the file is a folder or somebody may execute it', () => {
  expect(attribute('user:daemon:rX', { mode: 0o440 })).toContain('0200040001000000')
  expect(attribute('user:daemon:rX', { mode: 0o750 })).toContain('0200050001000000')
  expect(attribute('user:daemon:rwX', { mode: 0o640, isFolder: true })).toContain('0200070001000000')
})

test('a list without names is no more than a mode', () => {
  expect(attribute('u::r,g::rw,o::-')).toBe('0200000001000400ffffffff04000600ffffffff20000000ffffffff')
})

test('entries for what is made in a folder are told apart', () => {
  expect(parseAcl('default:user:daemon:rwX,group:adm:r-X', names)?.map(({ isDefault }) => isDefault)).toEqual([
    true,
    false,
  ])
})

test.each([
  'bogus',
  'u:nobody:rw',
  'u:daemon:7',
  'o:r',
  'u:daemon',
  'u:daemon:',
  'u:daemon:zz',
  'other:x:r',
  'u:daemon:r g:adm:r',
  'user : daemon : r',
])('%j is no list', text => {
  expect(parseAcl(text, names)).toBeUndefined()
})

test('empty parts mean nothing', () => {
  expect(parseAcl('u:daemon:r,,g:adm:r', names)).toHaveLength(2)
})

test('any bytes are read or refused', () => {
  for (const bytes of [[], [2, 0, 0], [1, 0, 0, 0], [2, 0, 0, 0, 1]]) {
    expect(decodeAcl(Uint8Array.from(bytes))).toBeUndefined()
  }
  expect(decodeAcl(Uint8Array.from([2, 0, 0, 0]))).toEqual([])
})

test('messages have the short form', () => {
  const acl = completeAcl(parseAcl('u:daemon:r', names) ?? [], { before: null, mode: 0o644, isFolder: false })
  expect(formatAcl(acl, () => 'daemon')).toBe('u::rw-,u:daemon:r--,g::r--,m::r--,o::r--')
})
