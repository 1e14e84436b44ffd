/** Names under which no unit can be. */
import type { Refusal } from '#core/job/job.ts'
import { readUnitName } from '#core/unit/name/name.ts'

/** Why nothing can be loaded by this name; null where something can. */
export function unfitName(name: string): Refusal | null {
  const parsed = readUnitName(name)
  if (parsed === undefined) {
    return { code: 'InvalidArgs', message: `Unit name ${name} is not valid.` }
  }
  return parsed.kind === 'template'
    ? { code: 'InvalidArgs', message: `Unit name ${name} is missing the instance name.` }
    : null
}
