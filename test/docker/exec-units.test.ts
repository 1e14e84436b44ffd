/**
 * The units by which systemd checks, one setting each, that a service runs as it was told to. They come out of Debian's packages
 * `systemd-tests` of three releases; what became of each under real systemd is recorded beside the project.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { build, buildBerth, type Container, makeImage, start, tryDocker } from './docker.ts'

/** What a unit came to, or what it came to under real systemd. */
interface Case {
  readonly ver: string
  readonly id: string
  readonly kind: 'main' | 'result'
  readonly code?: number
  readonly status?: number
  readonly result?: string
  /** Whether real systemd managed it in a container that was given more rights than ours. */
  readonly oracle_here: 'pass' | 'fail'
}

/** What cannot be so in a plain container, or is not done here yet, by the beginning of the unit's name. */
const otherwise: Readonly<Record<string, string>> = {
  'bindpaths inaccessiblepaths noexecpaths privatetmp-yes privatetmp-disabled protecthome protectkernelmodules-yes-mount readonlypaths readwritepaths temporaryfilesystem umask-namespace':
    'mounts of its own are not made for a service',
  'systemcallfilter-failing systemcallfilter-with systemcallfilter-override systemcallerrornumber restrictnamespaces':
    'no system call is filtered yet',
  'set-credential load-credential credentials-dir specifier-credentials': 'services get no credentials yet',
  'ioschedulingclass-realtime systemcallfilter-nonewprivileges-bounding2': 'a plain container may not',
  'unsetenvironment.service runtimedirectory@': 'systemd 262 does so, and 257 does not',
  'dynamicuser-statedir': "a made up user's folders stay in their place",
}

const image = 'berth-test/exec-units'
const path = new URL('../../../shared/data/vectors/exec_units.json', import.meta.url)
const containers: Container[] = []

afterAll(() => {
  for (const container of containers) {
    container.remove()
  }
  tryDocker('rmi', '-f', image)
})

const dockerfile = `FROM ${image}-base
RUN for suite in bookworm trixie forky; do echo "deb http://deb.debian.org/debian $suite main"; done > /etc/apt/sources.list.d/all.list \\
 && apt-get -qq -o Acquire::Check-Valid-Until=false update && cd /tmp \\
 && for suite in bookworm trixie forky; do \\
      apt-get -qq download systemd-tests/$suite && dpkg -x systemd-tests_*.deb x \\
      && version=$(ls systemd-tests_*.deb | sed 's/[^_]*_\\([0-9]*\\).*/\\1/') && mkdir -p /units \\
      && mv "$(find x -name test-execute -type d)" /units/$version && rm -rf x systemd-tests_*.deb || exit 1; \\
    done; rm -rf /var/lib/apt/lists && cp /usr/bin/systemctl /usr/local/bin/stock-systemctl
COPY --from=berth / /
COPY exec-units.sh /
CMD ["/usr/bin/systemctl"]
`

const variables = [
  'VAR1=word1 word2',
  'VAR2=word3',
  'VAR3=$word 5 6',
  'VAR4=new\nline',
  'VAR5=passwordwithbackslashes',
].flatMap(variable => ['-e', variable])

/** Units that look at variables which they were not told of: they come from the manager's own environment. */
const passed = /^exec-(execsearchpath-)?passenvironment(-repeated|-set)?\.service/

function readCases(): readonly Case[] {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as { cases: Case[] }).cases : []
}

async function startContainers(): Promise<{ readonly told: Container; readonly untold: Container }> {
  const packages = ['systemd', 'dbus', 'procps', 'python3-minimal', 'libcap2-bin', 'iproute2']
  makeImage(`${image}-base`, 'trixie', ...packages)
  buildBerth()
  const script = readFileSync(join(import.meta.dirname, 'exec-units.sh'), 'utf8')
  build(image, dockerfile, { files: { 'exec-units.sh': script } })
  const told = start('berth-test-exec-told', image, ['--tmpfs', '/run', ...variables])
  const untold = start('berth-test-exec-untold', image, ['--tmpfs', '/run'])
  containers.push(told, untold)
  for (const container of containers) {
    await container.line(/Reached target (graphical|multi-user)\.target/)
  }
  return { told, untold }
}

/** What became of the units of one release, by id. */
function runAll(container: Container, version: string, cases: readonly Case[]): ReadonlyMap<string, string> {
  if (cases.length === 0) {
    return new Map()
  }
  const { out } = container.run('bash', '/exec-units.sh', `/units/${version}`, ...cases.map(({ id }) => id))
  return new Map(
    out
      .trim()
      .split('\n')
      .map(line => [line.split(' ')[0] ?? '', line.slice(line.indexOf(' ') + 1).trim()]),
  )
}

function isAsWanted({ kind, code, status, result }: Case, became: string | undefined): boolean {
  if (kind === 'result') {
    return became?.startsWith(`Result=${result} `) === true
  }
  return became?.endsWith(` ExecMainCode=${code} ExecMainStatus=${status}`) === true
}

function reasonOf({ id }: Case): string | undefined {
  const name = id.replace(/^exec-/, '')
  return Object.entries(otherwise).find(([names]) => names.split(' ').some(begin => name.startsWith(begin)))?.[1]
}

const cases = readCases()
const versions = [...new Set(cases.map(({ ver }) => ver))]

if (cases.length === 0) {
  test.skip('units of systemd-tests (skipped: exec_units.json is not beside the project)', () => {})
} else {
  describe('units of systemd-tests', () => {
    test('all but those with a reason end as with real systemd', async () => {
      const { told, untold } = await startContainers()
      const here = untold.run('ls', '/units').out.trim().split('\n')
      const wrong: string[] = []
      const notes: string[] = []
      let right = 0
      for (const version of versions.filter(one => here.includes(one))) {
        const mine = cases.filter(({ ver }) => ver === version)
        const isPassed = ({ id }: Case): boolean => passed.test(id)
        const became = new Map([
          ...runAll(told, version, mine.filter(isPassed)),
          ...runAll(
            untold,
            version,
            mine.filter(one => !isPassed(one)),
          ),
        ])
        for (const one of mine) {
          const note = `${version} ${one.id}: ${became.get(one.id)}`
          if (isAsWanted(one, became.get(one.id))) {
            right += 1
          } else if (one.oracle_here === 'fail') {
            notes.push(`${note}; real systemd cannot do it there either`)
          } else if (reasonOf(one) === undefined) {
            wrong.push(note)
          } else {
            notes.push(`${note}; ${reasonOf(one)}`)
          }
        }
      }
      console.log(`${right} of ${cases.length} units end as they should; the others:\n${notes.join('\n')}`)
      expect(wrong).toEqual([])
      expect(right).toBeGreaterThan(200)
    }, 900_000)
  })
}
