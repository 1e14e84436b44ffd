import { expect, test } from '@jest/globals'
import { ask, whichHold } from './ask.ts'

test('Memory is what the machine has, or less where the control group limits it', () => {
  const files = { '/proc/meminfo': 'MemTotal:        4194304 kB\n' }
  const limited = { ...files, '/sys/fs/cgroup/memory.max': '1073741824\n' }
  expect(ask('Memory', '>= 4G', { files })).toBe(true)
  expect(ask('Memory', '4G', { files })).toBe(true)
  expect(ask('Memory', '> 1G', { files: limited })).toBe(false)
  expect(ask('Memory', '= 1G', { files: limited })).toBe(true)
  expect(ask('Memory', '1Q', { files })).toBe('EINVAL')
  expect(ask('Memory', '-1', { files })).toBe('ERANGE')
})

test('CPUs counts those we may run on', () => {
  const files = { '/proc/self/status': 'Cpus_allowed_list:\t0-2,5\n' }
  expect(whichHold('CPUs', ['4', '5', '=4', '<>4', '< 5'], { files })).toEqual(['4', '=4', '< 5'])
  expect(ask('CPUs', 'many', { files })).toBe('EINVAL')
})

test('CPUFeature knows some features, written in any case', () => {
  const files = { '/proc/cpuinfo': 'model name: x\nflags\t\t: fpu sse2 rdrand pclmulqdq avx512f\n' }
  const asked = ['sse2', 'RDRAND', 'pclmul', 'pclmulqdq', 'avx', 'avx512f']
  expect(whichHold('CPUFeature', asked, { files })).toEqual(['sse2', 'RDRAND', 'pclmul'])
})

test('ControlGroupController passes over names that mean nothing', () => {
  const files = { '/sys/fs/cgroup/cgroup.controllers': 'cpu memory pids\n' }
  const asked = ['cpu', 'cpu memory', 'cpu io', 'bogus', 'cpu bogus', 'v1', 'v2']
  expect(whichHold('ControlGroupController', asked, { files })).toEqual([
    'cpu',
    'cpu memory',
    'bogus',
    'cpu bogus',
    'v2',
  ])
})

test('ControlGroupController has nothing to offer on the old hierarchies', () => {
  const files = { '/sys/fs/cgroup/memory': null, '/sys/fs/cgroup/pids': null }
  expect(whichHold('ControlGroupController', ['memory', 'pids', 'v1', 'v2'], { files })).toEqual(['v1'])
})

const pressure = {
  '/proc/pressure/cpu':
    'some avg10=66.00 avg60=43.90 avg300=18.82 total=1\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n',
  '/proc/pressure/io':
    'some avg10=5.73 avg60=3.09 avg300=1.51 total=1\nfull avg10=1.39 avg60=0.92 avg300=0.71 total=1\n',
}

test('pressure is the average of five minutes, unless another window is named', () => {
  const files = pressure
  expect(whichHold('CPUPressure', ['18.82%', '18.8%', '44%/1min', '60%/10sec'], { files })).toEqual([
    '18.82%',
    '44%/1min',
  ])
  expect(whichHold('IOPressure', ['1%', '0.7%'], { files })).toEqual(['1%'])
})

test('pressure that nobody measures holds', () => {
  expect(ask('MemoryPressure', '0%', { files: pressure })).toBe(true)
  expect(ask('CPUPressure', 'system.slice:0%', { files: pressure })).toBe(true)
})

test('pressure cannot judge what is no share or no window', () => {
  const files = pressure
  expect(ask('CPUPressure', '10', { files })).toBe('EINVAL')
  expect(ask('CPUPressure', '101%', { files })).toBe('ERANGE')
  expect(ask('CPUPressure', '10%/10s', { files })).toBe('EINVAL')
})
