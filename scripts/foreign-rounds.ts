/**
 * Proof by rounds that one manager lives beside a foreign PID 1, whatever happens to it:
 *
 *     node scripts/foreign-rounds.ts [ROUNDS]
 *
 * Each round: 20 commands at once, the manager is killed at a random moment, 20 commands again. There never are two managers, each
 * service runs once and keeps its process, and no command hangs.
 */
import { type ForeignRounds, foreignRounds } from '../test/system/foreign-rounds.ts'

const rounds = Number(process.argv[2] ?? 200)
const result: ForeignRounds = await foreignRounds(rounds, text => console.error(text))
console.error(JSON.stringify(result))
process.exitCode = result.faults.length === 0 ? 0 : 1
