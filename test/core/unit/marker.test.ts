import { expect, test } from '@jest/globals'
import { changeMarkers } from '#core/unit/marker.ts'

test.each([
  [[], ['+needs-restart'], ['needs-restart']],
  [['needs-restart'], ['+needs-reload'], ['needs-reload', 'needs-restart']],
  [['needs-reload', 'needs-restart'], ['-needs-restart'], ['needs-reload']],
  [['needs-restart'], ['needs-reload'], ['needs-reload']],
  [[], ['+needs-reload', '-needs-reload'], []],
  [['needs-restart'], [], ['needs-restart']],
] as const)('%j and the words %j give %j', (before, words, after) => {
  expect(changeMarkers(before, words)).toEqual({ ok: true, value: after })
})

test.each([
  [['+needs-restart', 'needs-reload'], 'Bad marker syntax.'],
  [['needs-restart', '+needs-reload'], 'Bad marker syntax.'],
  [['bogus'], 'Unknown marker "bogus".'],
  [['+'], 'Unknown marker "".'],
])('of the words %j systemd says: %s', (words, error) => {
  expect(changeMarkers([], words)).toEqual({ ok: false, error })
})
