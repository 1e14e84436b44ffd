import { expect, test } from '@jest/globals'
import { runCommand } from '../../parity/install/command-line.ts'
import { inScratch, readTree, realFiles, type Tree } from '../scratch.ts'

const files = realFiles()
const wants = 'etc/systemd/system/multi-user.target.wants'
const wanted = ['[Service]', 'ExecStart=/bin/true', '[Install]', 'WantedBy=multi-user.target']

/** Runs systemctl --root=... on a tree; gives its exit code and the links that are there then. */
function run(tree: Tree, ...argv: readonly string[]) {
  return inScratch(tree, async root => {
    const output = await runCommand(files, root, argv, new Map(), 'offline')
    const links = Object.entries(readTree(root)).filter(([, what]) => typeof what === 'string')
    return {
      exit: output.exit,
      err: output.err.map(line => line.replaceAll(root, '')),
      links: Object.fromEntries(links),
    }
  })
}

// Each as systemd 257 did it.
test('disabling a template removes the links of its instances, however they are written', async () => {
  const { links } = await run(
    {
      'etc/systemd/system/t@.service': wanted,
      [`${wants}/t@one.service`]: '../t@one.service',
      [`${wants}/t@two.service`]: 't@two.service',
      [`${wants}/t@three.service`]: '../../nowhere/t@three.service',
      [`${wants}/t@four.service`]: '../other.service',
      [`${wants}/t@five.service`]: '/etc/systemd/system/t@.service',
      [`${wants}/other@one.service`]: '../other@.service',
    },
    'disable',
    't@.service',
  )
  expect(links).toEqual({ [`${wants}/other@one.service`]: '../other@.service' })
})

test('disabling an instance leaves the others', async () => {
  const tree = {
    'etc/systemd/system/t@.service': wanted,
    [`${wants}/t@one.service`]: '../t@.service',
    [`${wants}/t@two.service`]: '../t@.service',
  }
  expect((await run(tree, 'disable', 't@one.service')).links).toEqual({ [`${wants}/t@two.service`]: '../t@.service' })
})

test('enabling a file whose name is linked from elsewhere is refused, and changes nothing', async () => {
  const links = {
    'etc/systemd/system/l.service': '/opt/one/l.service',
    [`${wants}/l.service`]: '/opt/one/l.service',
  }
  const tree = { 'opt/one/l.service': wanted, 'opt/two/l.service': wanted, ...links }
  const refused = await run(tree, 'enable', '/opt/two/l.service')
  expect([refused.exit, refused.links]).toEqual([1, links])
  const { [`${wants}/l.service`]: _, ...unwanted } = tree
  const other = await run(unwanted, 'enable', '/opt/two/l.service')
  expect([other.exit, other.links]).toEqual([1, { 'etc/systemd/system/l.service': '/opt/one/l.service' }])
})

test("specifiers in [Install] are of the root's own os-release", async () => {
  const { links } = await run(
    {
      'etc/os-release': ['ID=foo', 'VERSION_ID=7', 'BUILD_ID=b9', 'IMAGE_ID=im', 'IMAGE_VERSION=iv', 'VARIANT_ID=va'],
      'etc/systemd/system/a.service': [
        '[Service]',
        'ExecStart=/bin/true',
        '[Install]',
        'WantedBy=%A-%B-%M-%o-%w-%W.target',
      ],
    },
    'enable',
    'a.service',
  )
  expect(Object.keys(links)).toEqual(['etc/systemd/system/iv-b9-im-foo-7-va.target.wants/a.service'])
})

test('without an os-release in the root they do not resolve', async () => {
  const tree = {
    'etc/systemd/system/a.service': ['[Service]', 'ExecStart=/bin/true', '[Install]', 'WantedBy=%o.target'],
  }
  const { exit, links } = await run(tree, 'enable', 'a.service')
  expect([exit, links]).toEqual([1, {}])
})
