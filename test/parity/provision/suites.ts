/** All cases by the name of the file that holds what real systemd did. */
import type { Case } from './case.ts'
import { cleaning } from './cases/cleaning.ts'
import { commandLines } from './cases/command-lines.ts'
import { creating } from './cases/creating.ts'
import { lines } from './cases/lines.ts'
import { plans } from './cases/plans.ts'
import { removing } from './cases/removing.ts'
import { userLines } from './cases/user-lines.ts'
import { users } from './cases/users.ts'

export const suites: Readonly<Record<string, readonly Case[]>> = {
  creating,
  lines,
  plans,
  removing,
  cleaning,
  'command-lines': commandLines,
  users,
  'user-lines': userLines,
}
