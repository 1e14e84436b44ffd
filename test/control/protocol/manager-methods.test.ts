import { expect, test } from '@jest/globals'
import { signatureOf } from '#control/arguments.ts'
import { managerMethods } from '#control/protocol/manager-methods.ts'

test('methods have the signatures that systemctl calls them with', () => {
  expect(signatureOf(managerMethods.StartUnit.in)).toBe('ss')
  expect(signatureOf(managerMethods.SetUnitProperties.in)).toBe('sba(sv)')
  expect(signatureOf(managerMethods.ListUnitsByPatterns.in)).toBe('asas')
  expect(signatureOf(managerMethods.EnableUnitFiles.in)).toBe('asbb')
})

test('whoever asks for a new manager is not answered by the old one', () => {
  const silent = Object.entries(managerMethods).filter(([, method]) => 'noReply' in method)
  expect(silent.map(([name]) => name)).toEqual(['Reexecute'])
})

test('ending the system is left to root, as systemd asks no polkit for it', () => {
  const privileged = Object.entries(managerMethods).filter(([, method]) => 'privileged' in method)
  expect(privileged.map(([name]) => name)).toEqual([
    'Exit',
    'Reboot',
    'SoftReboot',
    'PowerOff',
    'Halt',
    'KExec',
    'SwitchRoot',
  ])
})
