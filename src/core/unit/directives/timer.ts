import type { SettingsOf, Table } from '#core/unit/kind.ts'
export const timerDirectives = {} as const satisfies Table
export type TimerSettings = SettingsOf<typeof timerDirectives>
