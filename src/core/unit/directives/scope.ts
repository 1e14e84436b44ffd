import type { SettingsOf, Table } from '#core/unit/kind.ts'
export const scopeDirectives = {} as const satisfies Table
export type ScopeSettings = SettingsOf<typeof scopeDirectives>
