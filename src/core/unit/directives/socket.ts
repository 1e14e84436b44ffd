import type { SettingsOf, Table } from '#core/unit/kind.ts'
export const socketDirectives = {} as const satisfies Table
export type SocketSettings = SettingsOf<typeof socketDirectives>
