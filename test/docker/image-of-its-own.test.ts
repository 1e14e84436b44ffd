// docker/Dockerfile as it is: the image `berth` out of a checkout, on a machine with Docker and nothing else.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { build, docker, makeImage, start, tryDocker } from './docker.ts'

const root = join(import.meta.dirname, '../..')
const base = 'berth-test/builder'
const berth = 'berth-test/from-source'
const stage = 'berth-test/from-source-stage'
const image = 'berth-test/from-source-service'
let checkout = ''

beforeAll(() => {
  makeImage('berth-test/python', 'trixie', 'procps', 'python3')
  checkout = mkdtempSync(join(tmpdir(), 'berth-checkout-'))
  // What is here and was not ignored: also what is not committed yet.
  const files = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root }).stdout
  const present = files
    .toString('utf8')
    .split('\0')
    .filter(path => path !== '' && existsSync(join(root, path)))
  const copy = spawnSync('cp', ['--parents', '-a', '--', ...present, checkout], { cwd: root, encoding: 'utf8' })
  expect(copy.stderr).toBe('')
  makeBase()
}, 600_000)

afterAll(() => {
  rmSync(checkout, { recursive: true, force: true })
  tryDocker('rmi', '-f', image, berth, stage, base)
})

/** In the place of Debian's image: one made here, which trusts the registry as this machine does. */
function makeBase(): void {
  const trusted = process.env['NODE_EXTRA_CA_CERTS']
  makeImage('berth-test/plain', 'trixie')
  if (trusted === undefined) {
    docker('tag', 'berth-test/plain', base)
    return
  }
  const files = { 'trusted.crt': readFileSync(trusted, 'utf8') }
  const dockerfile = 'FROM berth-test/plain\nCOPY trusted.crt /opt/\nENV NODE_EXTRA_CA_CERTS=/opt/trusted.crt\n'
  build(base, dockerfile, { files })
}

const builders = [
  ['the classic builder', 'docker', '0'],
  ['BuildKit', '/usr/bin/docker', '1'],
] as const

test.each(builders)(
  '%s makes the image berth out of a checkout',
  async (_, client, buildkit) => {
    const make = (...args: readonly string[]): void => {
      const how = ['--network', 'host', '--build-arg', `BASE=${base}`, '-f', join(checkout, 'docker/Dockerfile')]
      const made = spawnSync(client, ['build', ...how, ...args, checkout], {
        encoding: 'utf8',
        maxBuffer: 2 ** 26,
        env: { ...process.env, DOCKER_BUILDKIT: buildkit },
      })
      expect([made.status, made.status === 0 ? '' : made.stdout + made.stderr]).toEqual([0, ''])
    }
    // The stage gets a name so that it can be removed afterwards.
    make('--target', 'build', '-t', stage)
    make('-t', berth)
    const service = '[Service]\nExecStart=/bin/sleep 1000\n[Install]\nWantedBy=multi-user.target\n'
    const dockerfile = `FROM berth-test/python
COPY --from=${berth} / /
COPY own.service /etc/systemd/system/
RUN systemctl enable own
CMD ["/usr/bin/systemctl"]
`
    build(image, dockerfile, { files: { 'own.service': service } })
    const container = start('berth-test-from-source', image)
    try {
      await container.line(/Reached target .*(?:Multi-User|Graphical|default)/i)
      expect(container.run('systemctl', 'is-active', 'own').out).toBe('active\n')
      // Nothing of the stage that builds comes along.
      expect(docker('run', '--rm', '--network', 'none', '--entrypoint', '/bin/ls', image, '/')).not.toContain('berth')
    } finally {
      container.remove()
    }
  },
  900_000,
)
