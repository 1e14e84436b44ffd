import { expect, test } from '@jest/globals'
import { refusalOf } from '#core/engine/view.ts'
import { service } from '../../fake/units.ts'

const broken = (loadErrno: string) => ({ ...service('a.service'), load: 'error' as const, loadErrno })

test('a file whose bytes are no text is an invalid argument, as with systemd, so that systemctl ends with 1', () => {
  expect(refusalOf(broken('EINVAL'))).toEqual({
    code: 'InvalidArgs',
    message:
      'Unit a.service failed to load properly, please adjust/correct and reload service manager: Invalid argument',
  })
})

test('another that cannot be read fails to load', () => {
  expect(refusalOf(broken('EACCES'))?.code).toBe('LoadFailed')
  expect(refusalOf(service('a.service'))).toBeNull()
})
