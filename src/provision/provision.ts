/** What systemd-sysusers.service and systemd-tmpfiles-setup*.service do at boot. */
import { readSources } from './config-files.ts'
import type { Place, ProvisionKernel, Say } from './place.ts'
import { runSysusers } from './sysusers/run.ts'
import { runTmpfiles, type TmpfilesOptions } from './tmpfiles/run.ts'

/** Makes users, then device nodes, then everything else. Never throws for what is in the files; what fails is said. */
export async function provision(kernel: ProvisionKernel, log: Say): Promise<void> {
  const place: Place = { kernel, root: '', dryRun: false, say: log }
  const rules = (kind: 'tmpfiles.d' | 'sysusers.d') => {
    const sources = readSources(place, { kind, words: [], replace: null, readInput: () => '' })
    return sources.ok ? sources.value : []
  }
  await runSysusers(place, rules('sysusers.d'))
  const files = rules('tmpfiles.d')
  await runTmpfiles(place, files, { ...atBoot, prefixes: ['/dev'] })
  await runTmpfiles(place, files, { ...atBoot, remove: true, excluded: ['/dev'] })
}

const atBoot: TmpfilesOptions = {
  create: true,
  remove: false,
  clean: false,
  purge: false,
  boot: true,
  graceful: false,
  prefixes: [],
  excluded: [],
}
