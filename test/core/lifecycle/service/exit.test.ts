import { expect, test } from '@jest/globals'
import { command, killed, play } from '../../../fake/play.ts'
import { service } from '../../../fake/units.ts'

// As real systemd 257 has it: SIGTERM is a clean end for what would be the daemon.
test.each([
  [15, 'dead', 'success'],
  [9, 'failed', 'signal'],
] as const)('a forking service that signal %i ends before it has forked is %s', (signal, at, result) => {
  const { state } = play(service('a.service', { Type: 'forking' }), [{ type: 'start' }, command(8), killed(8, signal)])
  expect([state.phase.at, state.result]).toEqual([at, result])
})
