import { expect, test } from '@jest/globals'
import { readNotification } from '#manager/notify/message.ts'

test('a message is lines of KEY=value, of which the unknown ones are passed over', () => {
  const said = readNotification('READY=1\nSTATUS=Serving 3 clients\nMAINPID=42\nX_OWN=1\nnonsense')
  expect(said).toMatchObject({ ready: true, status: 'Serving 3 clients', mainPid: 42, stopping: false })
})

test('READY=0 says nothing', () => {
  expect(readNotification('READY=0').ready).toBe(false)
})

test('ERRNO= takes numbers and names', () => {
  expect(readNotification('ERRNO=2').errno).toBe(2)
  expect(readNotification('ERRNO=ENOENT').errno).toBe(2)
  expect(readNotification('ERRNO=many').errno).toBeNull()
})

test('a reload tells when it began', () => {
  expect(readNotification('RELOADING=1\nMONOTONIC_USEC=123')).toMatchObject({ reloading: true, monotonicUs: 123 })
})

test('nonsense for a number is no number', () => {
  expect(readNotification('MAINPID=-1\nWATCHDOG_USEC=x\nEXTEND_TIMEOUT_USEC=99999999999999999999')).toMatchObject({
    mainPid: null,
    watchdogUs: null,
    extendTimeoutUs: null,
    notifyAccess: null,
  })
})

test('the watchdog is fed, or triggered by the service itself', () => {
  expect(readNotification('WATCHDOG=1').watchdog).toBe('ping')
  expect(readNotification('WATCHDOG=trigger').watchdog).toBe('trigger')
})
