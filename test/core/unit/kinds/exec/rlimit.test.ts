import { expect, test } from '@jest/globals'
import { type ResourceName, resourceByName } from '#core/base/linux/rlimit.ts'
import { formatResourceLimit, parseResourceLimit } from '#core/unit/kinds/exec/rlimit.ts'

function read(name: ResourceName, text: string): string {
  const resource = resourceByName(name)
  const found = resource === undefined ? undefined : parseResourceLimit(resource, text)
  if (found === undefined) {
    return 'no such resource'
  }
  return found.ok ? `${formatResourceLimit(found.value.soft)}:${formatResourceLimit(found.value.hard)}` : found.error
}

test.each([
  ['NOFILE', '1024', '1024:1024'],
  ['NOFILE', '1024:infinity', '1024:infinity'],
  ['NOFILE', '5:5:', '5:5'],
  ['AS', '1M:2G', '1048576:2147483648'],
  ['CPU', '1234ms', '2:2'],
  ['RTTIME', '10s:1min', '10000000:60000000'],
  ['RTTIME', '10', '10:10'],
  ['NICE', '-5', '25:25'],
  ['NICE', '+5', '15:15'],
  ['NICE', '5', '5:5'],
] as const)('Limit%s=%s is %s', (name, text, limits) => {
  expect(read(name, text)).toBe(limits)
})

test.each([
  ['NOFILE', '', 'EINVAL'],
  ['NOFILE', '1K', 'EINVAL'],
  ['NOFILE', '1:2:3', 'EINVAL'],
  ['NOFILE', 'unlimited', 'EINVAL'],
  ['NOFILE', '2:1', 'EILSEQ'],
  ['NOFILE', 'infinity:1', 'EILSEQ'],
  ['NOFILE', '18446744073709551615', 'ERANGE'],
  ['AS', '-5', 'ERANGE'],
  ['NICE', '-21', 'ERANGE'],
  ['NICE', '41', 'ERANGE'],
  ['NICE', 'infinity', 'EINVAL'],
] as const)('Limit%s=%s is refused: %s', (name, text, error) => {
  expect(read(name, text)).toBe(error)
})
