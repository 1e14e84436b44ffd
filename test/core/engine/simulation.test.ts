// No rule of the engine is broken, whatever happens (life.ts). A failure prints its seed; SEED=n replays it, RUNS=n runs more.
import { expect, test } from '@jest/globals'
import { simulate } from './life.ts'

const given = process.env['SEED']
const runs = Number(process.env['RUNS'] ?? 400)
const seeds = given === undefined ? Array.from({ length: runs }, (_, at) => at + 1) : [Number(given)]

test(`no rule of the engine is broken in ${seeds.length} random lives`, () => {
  let steps = 0
  for (const seed of seeds) {
    const { machine, broken } = simulate(seed)
    steps += machine.steps
    if (broken.length > 0) {
      throw new Error(
        `SEED=${seed}, after ${steps} steps in all, ${machine.steps} in this life:\n${broken.slice(0, 5).join('\n')}`,
      )
    }
  }
  expect(steps).toBeGreaterThan(seeds.length * 50)
})
