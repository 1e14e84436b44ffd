#!/usr/bin/env node
/**
 * The command `berth` of the npm package: runs the program that lies beside it with the Node we pin, under the name `berth`, and
 * tells it where the package is.
 */
const { spawnSync } = require('node:child_process')
const { join } = require('node:path')

function findNode() {
  try {
    return require.resolve(`node-linux-${process.arch}/bin/node`)
  } catch {
    process.stderr.write(
      `berth needs the package node-linux-${process.arch}: install without --omit=optional, on x64 or arm64.\n`,
    )
    process.exit(1)
  }
}

const folder = __dirname
const node = findNode()
const { status, signal } = spawnSync(
  node,
  ['--no-warnings', join(folder, 'berth/berth.cjs'), ...process.argv.slice(2)],
  {
    argv0: 'berth',
    stdio: 'inherit',
    env: {
      ...process.env,
      BERTH_NATIVE: join(folder, process.arch),
      BERTH_PACKAGE: folder,
      BERTH_PACKAGE_NODE: node,
      BERTH_PACKAGE_MACHINE: process.arch,
    },
  },
)
if (signal) {
  process.kill(process.pid, signal)
}
process.exitCode = status ?? 1
