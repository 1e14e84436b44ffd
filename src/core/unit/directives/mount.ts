import type { SettingsOf, Table } from '#core/unit/kind.ts'
export const mountDirectives = {} as const satisfies Table
export const automountDirectives = {} as const satisfies Table
export const swapDirectives = {} as const satisfies Table
export type MountSettings = SettingsOf<typeof mountDirectives>
export type AutomountSettings = SettingsOf<typeof automountDirectives>
export type SwapSettings = SettingsOf<typeof swapDirectives>
