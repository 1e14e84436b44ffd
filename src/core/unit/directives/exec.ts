import { effective, type SettingsOf, type Table } from '#core/unit/kind.ts'
import { text } from '#core/unit/kinds/text.ts'
export const execDirectives = { User: effective(text()) } as const satisfies Table
export type ExecSettings = SettingsOf<typeof execDirectives>
