import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Rig, startRig } from './rig.ts'

let rig: Rig
beforeAll(async () => {
  rig = await startRig()
})
afterAll(() => rig.stop())

test('a program that runs is told of without a line, and its end comes with its exit code', async () => {
  const ran = await rig.run((_, { run }) => run({ candidates: ['/bin/sh'], argv: ['sh', '-c', 'echo hello; exit 42'] }))
  expect(ran).toEqual({
    pid: ran.pid,
    exit: { pid: ran.pid, how: 'exited', status: 42 },
    told: null,
    output: 'hello\n',
  })
})
