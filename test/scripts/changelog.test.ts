import { expect, test } from '@jest/globals'
import { cutRelease, isLater, pending } from '../../scripts/release/changelog.ts'

const changelog = '# Changelog\n\n## Unreleased\n\n### New\n\nText.\n\n## 0.1.0 - 2026-01-01\n\nOld.\n'

test('what was unreleased gets a version and a date, and Unreleased begins anew', () => {
  const cut = cutRelease(changelog, '0.2.0', '2026-02-02')
  expect(cut).toContain('## Unreleased\n\n## 0.2.0 - 2026-02-02\n\n### New\n')
  expect(pending(changelog)).toBe('### New\n\nText.')
  expect(pending(cut)).toBe('')
  expect(() => cutRelease(cut, '0.3.0', '2026-03-03')).toThrow('nothing stands under Unreleased')
  expect(() => cutRelease(changelog, '0.1.0', '2026-03-03')).toThrow('already')
})

test('versions are compared by their numbers', () => {
  expect(isLater('0.10.0', '0.9.9')).toBe(true)
  expect(isLater('1.0.0', '1.0.0')).toBe(false)
  expect(isLater('0.2.9', '0.3.0')).toBe(false)
})
