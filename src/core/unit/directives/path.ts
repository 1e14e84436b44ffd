import type { SettingsOf, Table } from '#core/unit/kind.ts'
export const pathDirectives = {} as const satisfies Table
export type PathSettings = SettingsOf<typeof pathDirectives>
