/** Makes a scenario smaller as long as it still shows what it showed. */
import type { Scenario, UnitText } from './scenario.ts'

/** Everything that could be taken away from it, the biggest pieces first. */
function* smaller(scenario: Scenario): Generator<Scenario> {
  const { units, steps } = scenario
  for (let at = steps.length - 1; at >= 0; at -= 1) {
    if (steps.length > 1) {
      yield { units, steps: steps.toSpliced(at, 1) }
    }
  }
  for (const unit of units) {
    const isAsked = steps.some(step => step.includes(unit.called))
    if (!isAsked && units.length > 1) {
      yield { units: units.filter(other => other !== unit), steps }
    }
  }
  for (const unit of units) {
    for (let at = unit.lines.length - 1; at >= 0; at -= 1) {
      yield { units: units.map(other => (other === unit ? withoutLine(unit, at) : other)), steps }
    }
  }
}

function withoutLine(unit: UnitText, at: number): UnitText {
  const isDroppedIn = at >= unit.lines.length - unit.droppedIn
  return { ...unit, lines: unit.lines.toSpliced(at, 1), droppedIn: unit.droppedIn - (isDroppedIn ? 1 : 0) }
}

/** Greedy: takes the first smaller scenario that still shows it, until none does. */
export async function shrink(
  scenario: Scenario,
  shows: (smaller: Scenario) => Promise<boolean>,
  deadline: () => boolean,
): Promise<Scenario> {
  let best = scenario
  const refused = new Set<string>()
  for (let found = true; found; ) {
    found = false
    for (const candidate of smaller(best)) {
      if (deadline()) {
        return best
      }
      const id = JSON.stringify(candidate)
      if (refused.has(id)) {
        continue
      }
      if (await shows(candidate)) {
        best = candidate
        found = true
        break
      }
      refused.add(id)
    }
  }
  return best
}
