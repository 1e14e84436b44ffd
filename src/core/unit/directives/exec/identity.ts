/** Who a process is and what it may do (systemd.exec(5), "User/Group Identity", "Capabilities", "Security"). */

import { userName, userNames } from '#core/unit/kinds/exec/identity.ts'
import { fatalBoolean } from '#core/unit/kinds/fatal-boolean.ts'
import { degrades, effective, inert, type Table } from '#core/unit/kinds/kind.ts'
import { capabilitySet, secureBits } from '#core/unit/kinds/sandbox/capability.ts'
import { boolean, tristate } from '#core/unit/kinds/scalar.ts'
import { text } from '#core/unit/kinds/text.ts'
import { word } from '#core/unit/kinds/word.ts'

export const identityDirectives = {
  User: effective(userName()),
  Group: effective(userName()),
  SupplementaryGroups: effective(userNames()),
  /** Null: set for services of another user. */
  SetLoginEnvironment: effective(tristate()),
  DynamicUser: degrades(
    fatalBoolean(false),
    'the user has a number and no name that id(1) could tell, and directories stay in their place instead of in private/',
  ),
  RemoveIPC: inert(boolean(false), 'IPC objects stay until the container ends'),
  PAMName: inert(text(), 'no PAM session is opened'),
  CapabilityBoundingSet: effective(capabilitySet('all')),
  AmbientCapabilities: effective(capabilitySet('none')),
  SecureBits: effective(secureBits()),
  NoNewPrivileges: effective(boolean(false)),
  KeyringMode: inert(word(['inherit', 'private', 'shared'], null), 'containers may not use kernel keyrings'),
  UtmpIdentifier: inert(text(), 'sessions are not recorded in utmp'),
  UtmpMode: inert(word(['init', 'login', 'user'], 'init'), 'sessions are not recorded in utmp'),
} as const satisfies Table
