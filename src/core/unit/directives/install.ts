/** [Install] (systemd.unit(5)): what `systemctl enable` does; the manager itself never reads it. */
import { effective, type SettingsOf, type Table } from '#core/unit/kinds/kind.ts'
import { verbatim } from '#core/unit/kinds/text.ts'
import { installNames } from '#core/unit/kinds/unit/unit-names.ts'

export const installDirectives = {
  Alias: effective(installNames()),
  WantedBy: effective(installNames()),
  RequiredBy: effective(installNames()),
  UpheldBy: effective(installNames()),
  Also: effective(installNames()),
  DefaultInstance: effective(verbatim()),
} as const satisfies Table

export type InstallSettings = SettingsOf<typeof installDirectives>
