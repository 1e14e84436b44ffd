import { expect, test } from '@jest/globals'
import { isSliceName, parentSlice, rootSlice, subslice } from '#core/unit/name/slice-name.ts'

test('dashes are steps down the tree, none of them empty', () => {
  expect([rootSlice, 'a.slice', 'a-b.slice', 'a\\x2db.slice'].map(isSliceName)).toEqual([true, true, true, true])
  expect(['a--b.slice', '-a.slice', 'a-.slice', 'a@b.slice', 'a.service', '--.slice'].map(isSliceName)).toEqual(
    Array(6).fill(false),
  )
})

test('each slice is in another, up to the root', () => {
  expect(parentSlice('a-b-c.slice')).toEqual({ ok: true, value: 'a-b.slice' })
  expect(parentSlice('a.slice')).toEqual({ ok: true, value: '-.slice' })
  expect(parentSlice('-.slice')).toEqual({ ok: true, value: null })
  expect(parentSlice('a.service')).toEqual({ ok: false, error: 'EINVAL' })
})

test('a slice is made within another', () => {
  expect(subslice('-.slice', 'a')).toEqual({ ok: true, value: 'a.slice' })
  expect(subslice('a.slice', 'b')).toEqual({ ok: true, value: 'a-b.slice' })
  expect([subslice('a', 'b'), subslice('a.slice', ''), subslice('a.slice', 'b/c')].map(found => found.ok)).toEqual([
    false,
    false,
    false,
  ])
})
