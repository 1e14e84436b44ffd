/** When things happened to the manager itself, as its properties tell it. */
import { type Instant, never } from '#core/lifecycle/instant.ts'
import type { Milestones } from '#manager/steward.ts'

export function beginning(now: Instant): Milestones {
  return {
    userspace: now,
    generatorsStart: never,
    generatorsFinish: never,
    unitsLoadStart: never,
    unitsLoadFinish: never,
    unitsLoad: never,
    finish: never,
    shutdownStart: never,
  }
}
