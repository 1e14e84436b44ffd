/** What the %-specifiers of tmpfiles.d and sysusers.d stand for. */
import type { ErrnoName } from '#core/base/linux/errno.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import type { SpecifierTable } from '#core/base/specifier.ts'
import { parseEnvironmentFile } from '#core/unitfile/env-file.ts'
import { readAccounts } from './accounts.ts'
import type { Place } from './place.ts'
import { userFolders } from './user-folders.ts'

const sizeMaxBytes = 1024 * 1024

/** The table for a place. Errors other than EBADSLT mean that the host does not have what is asked for. */
export function provisionSpecifiers(place: Place, scope: 'tmpfiles' | 'sysusers'): SpecifierTable {
  const common = commonMeanings(place)
  const own = scope === 'tmpfiles' ? tmpfilesMeanings(place) : {}
  return letter => (common[letter] ?? own[letter])?.()
}

type Meanings = Readonly<Record<string, (() => Result<string, ErrnoName>) | undefined>>

function commonMeanings({ kernel, root }: Place): Meanings {
  const { host, files } = kernel
  const release = (field: string) => (): Result<string, ErrnoName> => {
    const fields = readFields(files, `${root}/etc/os-release`) ?? readFields(files, `${root}/usr/lib/os-release`)
    return fields === null ? fail('EUNATCH') : ok(fields.get(field) ?? '')
  }
  const shortName = host.hostname.replace(/\..*$/s, '')
  return {
    a: () => ok(host.architecture),
    b: () => ok(host.bootId),
    m: () => {
      const id = machineId(files.readText(`${root}/etc/machine-id`, 64))
      // Where /etc is read-only the boot has written it there.
      return id.ok || root !== '' ? id : machineId(files.readText('/run/machine-id', 64))
    },
    v: () => ok(host.kernelRelease),
    H: () => ok(host.hostname),
    l: () => ok(shortName),
    q: () => ok(readFields(files, '/etc/machine-info')?.get('PRETTY_HOSTNAME') ?? shortName),
    A: release('IMAGE_VERSION'),
    B: release('BUILD_ID'),
    M: release('IMAGE_ID'),
    o: release('ID'),
    w: release('VERSION_ID'),
    W: release('VARIANT_ID'),
    T: () => ok(root === '' ? temporary(host.environment, '/tmp') : '/tmp'),
    V: () => ok(root === '' ? temporary(host.environment, '/var/tmp') : '/var/tmp'),
  }
}

function readFields(files: Place['kernel']['files'], path: string): ReadonlyMap<string, string> | null {
  const text = files.readText(path, sizeMaxBytes)
  const fields = text.ok ? parseEnvironmentFile(text.value) : null
  return fields?.ok === true ? fields.value : null
}

function machineId(text: Result<string, ErrnoName>): Result<string, ErrnoName> {
  if (!text.ok) {
    return fail('EUNATCH')
  }
  const id = text.value.trim()
  return /^[0-9a-f]{32}$/.test(id) ? ok(id) : fail('EUNATCH')
}

function temporary(environment: ReadonlyMap<string, string>, otherwise: string): string {
  const named = ['TMPDIR', 'TEMP', 'TMP'].map(name => environment.get(name)).find(path => path?.startsWith('/'))
  return named ?? otherwise
}

function tmpfilesMeanings(place: Place): Meanings {
  const { host, files } = place.kernel
  const own = () => readAccounts(files, '')
  return {
    u: () => ok(own().userName(host.uid) ?? `${host.uid}`),
    U: () => ok(`${host.uid}`),
    g: () => ok(own().groupName(host.gid) ?? `${host.gid}`),
    G: () => ok(`${host.gid}`),
    h: () => ok(userFolders(place.kernel).home),
    ...(place.scope === 'user' ? userMeanings(place) : systemMeanings(place)),
  }
}

function userMeanings({ kernel }: Place): Meanings {
  const { cache, state, runtime } = userFolders(kernel)
  return {
    C: () => ok(cache),
    L: () => ok(`${state}/log`),
    S: () => ok(state),
    t: () => (runtime === undefined ? fail('ENXIO') : ok(runtime)),
  }
}

function systemMeanings({ root }: Place): Meanings {
  // Also in lines whose paths get the root in front, as systemd has it.
  const folder = (path: string) => () => ok(`${root}${path}`)
  return {
    C: folder('/var/cache'),
    L: folder('/var/log'),
    S: folder('/var/lib'),
    t: folder('/run'),
  }
}
