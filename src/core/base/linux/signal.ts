/** Signal numbers and names (signal(7)), as KillSignal= and `systemctl kill --signal=` take and print them. */
import { type NumberError, parseInt32 } from '#core/base/numbers.ts'
import { fail, ok, type Result } from '#core/base/result.ts'

const names: readonly string[] = [
  'HUP',
  'INT',
  'QUIT',
  'ILL',
  'TRAP',
  'ABRT',
  'BUS',
  'FPE',
  'KILL',
  'USR1',
  'SEGV',
  'USR2',
  'PIPE',
  'ALRM',
  'TERM',
  'STKFLT',
  'CHLD',
  'CONT',
  'STOP',
  'TSTP',
  'TTIN',
  'TTOU',
  'URG',
  'XCPU',
  'XFSZ',
  'VTALRM',
  'PROF',
  'WINCH',
  'IO',
  'PWR',
  'SYS',
]

const signalMax = 64

/** The real-time signals a program may use: glibc keeps 32 and 33 for itself. */
export const realtimeMin = 34
export const realtimeMax = signalMax

/** The numbers of the signals that have a plain name, 1 to 31 on x86-64 and arm64. */
export const signalNumbers: readonly number[] = names.map((_, index) => index + 1)

/** Whether a number is a signal's, 1 to 64. */
export function isSignal(number: number): boolean {
  return Number.isInteger(number) && number > 0 && number <= signalMax
}

/** Whether a number is that of a signal that can carry a value in order (sigqueue(3)). */
export function isRealtimeSignal(number: number): boolean {
  return number >= realtimeMin && number <= realtimeMax
}

/**
 * The number of a signal given as number, as name with or without `SIG`, as `RTMIN+n` or as `RTMAX-n`. EINVAL for a name
 * nobody knows, ERANGE for a number that is no signal.
 */
export function parseSignal(text: string): Result<number, NumberError> {
  const plain = parseInt32(text)
  if (plain.ok) {
    return isSignal(plain.value) ? plain : fail('ERANGE')
  }
  const name = text.startsWith('SIG') ? text.slice(3) : text
  const index = names.indexOf(name)
  if (index >= 0) {
    return ok(index + 1)
  }
  if (name.startsWith('RTMIN')) {
    return offset(name.slice(5), '+', realtimeMin)
  }
  if (name.startsWith('RTMAX')) {
    return offset(name.slice(5), '-', realtimeMax)
  }
  return fail('EINVAL')
}

function offset(text: string, sign: '+' | '-', from: number): Result<number, NumberError> {
  if (text === '') {
    return ok(from)
  }
  if (!text.startsWith(sign)) {
    return fail('EINVAL')
  }
  const distance = parseInt32(text)
  if (!distance.ok) {
    return distance
  }
  const number = from + distance.value
  return number < realtimeMin || number > realtimeMax ? fail('ERANGE') : ok(number)
}

/** The name of a signal without `SIG`: `TERM`, `RTMIN+3`; the number itself for what has no name. */
export function signalName(number: number): string {
  const name = names[number - 1]
  if (name !== undefined) {
    return name
  }
  return number >= realtimeMin && number <= realtimeMax ? `RTMIN+${number - realtimeMin}` : `${number}`
}
