import { expect, test } from '@jest/globals'
import { formatDiagnostic } from '#core/unitfile/diagnostic.ts'

test('a diagnostic is shown with its file and line, as people search for it', () => {
  const diagnostic = {
    path: '/etc/systemd/system/a.service',
    line: 3,
    level: 'warning',
    message: "Missing '=', ignoring line.",
  } as const
  expect(formatDiagnostic(diagnostic)).toBe("/etc/systemd/system/a.service:3: Missing '=', ignoring line.")
})
