/** The settings of systemd.exec(5) as properties, each as GetAll of real systemd answers it. */
import type { Getters } from '#control/implement.ts'
import type { execContextProperties } from '#control/protocol/units/exec-context.ts'
import type { ExecSubject } from '#manager/bus/properties/subject.ts'
import { environmentSettings } from './exec-environment.ts'
import { limitSettings } from './exec-limits.ts'
import { processSettings } from './exec-process.ts'
import { sandboxSettings } from './exec-sandbox.ts'
import { streamSettings } from './exec-streams.ts'

/** All of the exec context; NonBlocking= and SameProcessGroup depend on the type of the unit and stand with it. */
export const execContextSettings = {
  ...environmentSettings,
  ...limitSettings,
  ...processSettings,
  ...sandboxSettings,
  ...streamSettings,
} as const satisfies Omit<Getters<typeof execContextProperties, ExecSubject>, 'NonBlocking' | 'SameProcessGroup'>
