/** One program under many names: the manager of a container, or a command that talks to it. */
import { chooseRole } from '#cli/role.ts'

const role = chooseRole({ argv0: process.argv0, argv: process.argv.slice(2), pid: process.pid })
if (role.is === 'init') {
  void import('#manager/main.ts').then(({ main }) => main(role.units))
} else {
  void import('#cli/main.ts').then(({ main }) => main())
}
