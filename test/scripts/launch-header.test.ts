import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { launchHeader, launchHeaderPath } from '../../scripts/launch-header.ts'

const header = launchHeader()

test("the executor's header is what the table says (node scripts/launch-header.ts prints it)", () => {
  expect(readFileSync(launchHeaderPath, 'utf8')).toBe(header)
})

test('a field is a row in its group, and a word a number in its order', () => {
  expect(header).toContain('    field(process, oom_score_adjust, struct number, number) \\\n')
  expect(header).toContain('enum file_mode { FILE_WRITE, FILE_APPEND, FILE_TRUNCATE };\n')
  expect(header).toContain('    group(sandbox, SANDBOX_FIELDS)\n')
})
