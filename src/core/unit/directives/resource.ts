import type { SettingsOf, Table } from '#core/unit/kind.ts'
export const resourceDirectives = {} as const satisfies Table
export type ResourceSettings = SettingsOf<typeof resourceDirectives>
