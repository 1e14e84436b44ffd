/** Limit*= as properties: what the unit says, else the manager's default, else the manager's own limit. */
import type { Getters } from '#control/implement.ts'
import type { execContextProperties } from '#control/protocol/units/exec-context.ts'
import { type ResourceLimit, type ResourceName, resources } from '#core/base/linux/rlimit.ts'
import type { ExecSubject } from '#manager/bus/properties/subject.ts'

type LimitName = `Limit${ResourceName}` | `Limit${ResourceName}Soft`
type LimitGetters = Pick<Getters<typeof execContextProperties, ExecSubject>, LimitName>

const unlimited: ResourceLimit = { soft: 2n ** 64n - 1n, hard: 2n ** 64n - 1n }

function limitOf(name: ResourceName, { exec, host }: ExecSubject): ResourceLimit {
  return exec[`Limit${name}`] ?? host.manager[`DefaultLimit${name}`] ?? host.limits.get(name) ?? unlimited
}

export const limitSettings = Object.fromEntries(
  resources.flatMap(({ name }) => [
    [`Limit${name}`, (subject: ExecSubject) => limitOf(name, subject).hard],
    [`Limit${name}Soft`, (subject: ExecSubject) => limitOf(name, subject).soft],
  ]),
) as LimitGetters
