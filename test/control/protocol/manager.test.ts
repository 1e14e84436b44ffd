import { expect, test } from '@jest/globals'
import { managerInterface } from '#control/protocol/manager.ts'
import { introspectionDigest } from './digest.ts'

test('Manager has the members of systemd 257, in their order', () => {
  expect(introspectionDigest(managerInterface)).toBe('e7813e922d2cf13fc02dcce79d3b99b8e73cdcd7aac216133be1f95181fa6ab5')
})

test('anybody may ask, only root and the own user may change', () => {
  const readable = Object.entries(managerInterface.methods).filter(([, method]) => method.access === 'read')
  expect(readable.map(([name]) => name).sort()).toEqual([
    'Dump',
    'DumpByFileDescriptor',
    'DumpUnitsMatchingPatterns',
    'DumpUnitsMatchingPatternsByFileDescriptor',
    'GetDefaultTarget',
    'GetDynamicUsers',
    'GetJob',
    'GetJobAfter',
    'GetJobBefore',
    'GetUnit',
    'GetUnitByControlGroup',
    'GetUnitByInvocationID',
    'GetUnitByPID',
    'GetUnitByPIDFD',
    'GetUnitFileLinks',
    'GetUnitFileState',
    'GetUnitProcesses',
    'ListJobs',
    'ListUnitFiles',
    'ListUnitFilesByPatterns',
    'ListUnits',
    'ListUnitsByNames',
    'ListUnitsByPatterns',
    'ListUnitsFiltered',
    'LoadUnit',
    'LookupDynamicUserByName',
    'LookupDynamicUserByUID',
    'Subscribe',
    'UnrefUnit',
    'Unsubscribe',
  ])
})
