import { expect, test } from '@jest/globals'
import { fail, ok } from '#core/base/result.ts'
import type { Place } from '#provision/place.ts'
import { runSysusers } from '#provision/sysusers/run.ts'
import { surroundings } from '../../fake/surroundings.ts'

test('a lock that may not be opened is not waited for, as with systemd 257', async () => {
  const { kernel } = surroundings()
  const said: string[] = []
  let tried = 0
  const files = {
    ...kernel.files,
    makeDirectories: () => ok(undefined),
    tryRecordLock: () => {
      tried++
      return fail('EACCES' as const)
    },
  }
  const place = {
    kernel: { ...kernel, files },
    root: '',
    scope: 'system',
    dryRun: false,
    say: (level: string, text: string) => said.push(`${level}: ${text}`),
  } as unknown as Place
  expect(await runSysusers(place, [])).toBe(1)
  expect([tried, said]).toEqual([1, ['error: Failed to take /etc/passwd lock: Permission denied']])
})
