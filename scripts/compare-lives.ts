/**
 * Lives random sets of units in real systemd and in our manager, and compares what became of them after every step.
 *
 *     node scripts/compare-lives.ts [--seed N] [--count N] [--steps N] [--pairs N] [--own-client] [--shrink] [--rootfs DIR]
 *
 * From each seed comes a scenario: five to ten units that depend on each other, and commands like `systemctl restart`. It is
 * lived in a container of each kind; a difference counts only if real systemd, asked again, lives the same life again, and ours
 * never does: what depends on who is faster is nobody's fault. `--shrink` makes a scenario that differs as small as it can.
 *
 * Needs a Docker engine (one is started where none answers), Debian's registry, and what `npm run build` makes.
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Difference, firstDifference, readLife, type Seen, sizeOf } from './compare-lives/compare.ts'
import { bootPair, type Client, live, type Pair, removePair } from './compare-lives/containers.ts'
import { drawScenario } from './compare-lives/generate.ts'
import { describe, type Scenario, scriptOf } from './compare-lives/scenario.ts'
import { shrink } from './compare-lives/shrink.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '10' },
    steps: { type: 'string', default: '15' },
    pairs: { type: 'string', default: '2' },
    'own-client': { type: 'boolean', default: false },
    shrink: { type: 'boolean', default: false },
    races: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    rootfs: { type: 'string', default: join(import.meta.dirname, '../dist/rootfs') },
  },
})

const client: Client = values['own-client'] ? 'own' : 'stock'
/** How often real systemd must repeat itself before it is believed, and how often ours may try to do the same. */
const tries = 2
const shrinkLimitMs = 240_000

interface Verdict {
  readonly difference: Difference | null
  /** Real systemd does not do the same each time. */
  readonly isRace: boolean
  readonly compared: number
}

async function livesOf(container: string, asks: Client, scenario: Scenario): Promise<readonly Seen[]> {
  return readLife(await live(container, asks, scriptOf(scenario)))
}

async function judge(pair: Pair, scenario: Scenario): Promise<Verdict> {
  const [real, ours] = await both(pair, scenario)
  const first = firstDifference(real, ours)
  const compared = sizeOf(real)
  if (first === null) {
    return { difference: null, isRace: false, compared }
  }
  const cut = { ...scenario, steps: scenario.steps.slice(0, first.at + 1) }
  for (let again = 0; again < tries; again += 1) {
    const [realAgain, oursAgain] = await both(pair, cut)
    const known = real.slice(0, first.at + 1)
    const wavering = firstDifference(known, realAgain.slice(0, first.at + 1))
    if (wavering !== null) {
      return { difference: wavering, isRace: true, compared }
    }
    if (firstDifference(known, oursAgain.slice(0, first.at + 1)) === null) {
      return { difference: first, isRace: true, compared }
    }
  }
  return { difference: first, isRace: false, compared }
}

function both(pair: Pair, scenario: Scenario): Promise<[readonly Seen[], readonly Seen[]]> {
  return Promise.all([livesOf(pair.real, 'stock', scenario), livesOf(pair.ours, client, scenario)])
}

/** The smaller scenario shows the same if the same kind of value differs first. */
function makeSmaller(pair: Pair, scenario: Scenario, first: Difference): Promise<Scenario> {
  const until = Date.now() + shrinkLimitMs
  const cut = { ...scenario, steps: scenario.steps.slice(0, first.at + 1) }
  const shows = async (candidate: Scenario): Promise<boolean> => {
    const { difference, isRace } = await judge(pair, candidate)
    return difference !== null && !isRace && difference.keys.some(key => first.keys.includes(key))
  }
  return shrink(cut, shows, () => Date.now() > until)
}

interface Tally {
  scenarios: number
  races: number
  differing: number[]
  compared: number
}

async function workThrough(pair: Pair, seeds: number[], tally: Tally): Promise<void> {
  for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
    const scenario = drawScenario(seed, Number(values.steps))
    const { difference, isRace, compared } = await judge(pair, scenario)
    tally.scenarios += 1
    tally.compared += compared
    if (difference === null) {
      process.stdout.write(`seed ${seed}: same\n`)
    } else if (isRace) {
      tally.races += 1
      const lines = values.races ? difference.lines.map(line => `    ${line}\n`).join('') + describe(scenario) : ''
      process.stdout.write(`seed ${seed}: a race, after ${difference.at + 1} steps, ${difference.step}\n${lines}`)
    } else {
      tally.differing.push(seed)
      process.stdout.write(await reportOf(pair, seed, scenario, difference))
    }
  }
}

async function reportOf(pair: Pair, seed: number, scenario: Scenario, first: Difference): Promise<string> {
  const small = values.shrink
    ? await makeSmaller(pair, scenario, first)
    : { ...scenario, steps: scenario.steps.slice(0, first.at + 1) }
  const difference = values.shrink ? ((await judge(pair, small)).difference ?? first) : first
  const what = `seed ${seed}: differs after step ${difference.at + 1}, ${difference.step}`
  return `${what}\n${difference.lines.map(line => `    ${line}\n`).join('')}${describe(small)}\n`
}

async function main(): Promise<void> {
  const first = Number(values.seed)
  const seeds = Array.from({ length: Number(values.count) }, (_, at) => first + at)
  const pairs = Array.from({ length: Math.min(Number(values.pairs), seeds.length) }, (_, at) =>
    bootPair(`berth-lives-${at}`, values.rootfs),
  )
  const tally: Tally = { scenarios: 0, races: 0, differing: [], compared: 0 }
  await Promise.all(pairs.map(pair => workThrough(pair, seeds, tally)))
  if (!values.keep) {
    pairs.forEach(removePair)
  }
  const same = tally.scenarios - tally.races - tally.differing.length
  process.stdout.write(
    `${same} of ${tally.scenarios} lives are the same (${tally.compared} values), ${tally.races} are races\n`,
  )
  process.stdout.write(tally.differing.length > 0 ? `different: seeds ${tally.differing.join(', ')}\n` : '')
  process.exitCode = tally.differing.length === 0 ? 0 : 1
}

await main()
