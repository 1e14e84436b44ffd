/**
 * Makes a release of this checkout, and publishes nothing by itself.
 *
 *     npm run release -- X.Y.Z
 *
 * Checks everything, measures, writes version and changelog, commits and tags, and leaves in dist/release/ what there is to
 * publish: a tarball of the rootfs for each platform, the npm package, a bill of materials (CycloneDX) and checksums. With
 * `--artifacts` it makes only these, of what is there, without checks, commit or tag.
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { placeFor, platforms } from './platform.ts'
import { cutRelease, isLater } from './release/changelog.ts'

const root = dirname(import.meta.dirname)
const place = join(root, 'dist/release')

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { artifacts: { type: 'boolean', default: false } },
})
const [version = ''] = positionals

function run(program: string, ...args: readonly string[]): void {
  execFileSync(program, args, { cwd: root, stdio: 'inherit' })
}

function read(program: string, ...args: readonly string[]): string {
  return execFileSync(program, args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 })
}

function readVersion(): string {
  const { version: text } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  return text
}

function replaceFile(path: string, text: string): void {
  writeFileSync(`${path}.new`, text)
  renameSync(`${path}.new`, path)
}

/** What must be so before anything is begun. */
function checkState(): void {
  if (!/^\d+\.\d+\.\d+$/.test(version)) {
    throw new Error('say which version: npm run release -- X.Y.Z')
  }
  if (!isLater(version, readVersion())) {
    throw new Error(`${version} does not come after ${readVersion()}`)
  }
  if (read('git', 'status', '--porcelain') !== '') {
    throw new Error('there are changes that are not committed')
  }
  if (read('git', 'tag', '--list', `v${version}`) !== '') {
    throw new Error(`the tag v${version} is there already`)
  }
}

/** Everything that must hold, and the figures of this release against their budgets. */
function check(): void {
  run('.ci/run')
  run(process.execPath, 'bench/bench.ts', '--check', '--record', version)
}

function write(): void {
  const changelog = join(root, 'CHANGELOG.md')
  const date = new Date().toISOString().slice(0, 10)
  replaceFile(changelog, cutRelease(readFileSync(changelog, 'utf8'), version, date))
  run('npm', 'version', version, '--no-git-tag-version', '--silent')
}

function makeArtifacts(): void {
  rmSync(place, { recursive: true, force: true })
  mkdirSync(place, { recursive: true })
  for (const platform of platforms) {
    run(process.execPath, 'scripts/build.ts', '--arch', platform.arch)
    const name = join(place, `berth-${readVersion()}-linux-${platform.arch}.tar.gz`)
    // The same tree gives the same tarball.
    const plain = ['--sort=name', '--owner=0', '--group=0', '--numeric-owner', `--mtime=@${commitTime()}`]
    run('tar', ...plain, '-C', placeFor(platform, 'dist/rootfs'), '-czf', name, '.')
  }
  run('npm', 'pack', '--silent', '--pack-destination', place)
  writeFileSync(join(place, 'sbom.cdx.json'), read('npm', 'sbom', '--sbom-format', 'cyclonedx'))
  const sums = readdirSync(place)
    .toSorted()
    .map(name => `${sha256(join(place, name))}  ${name}\n`)
  writeFileSync(join(place, 'SHA256SUMS'), sums.join(''))
}

function sha256(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex')
}

/** Seconds since 1970. */
function commitTime(): string {
  return read('git', 'log', '-1', '--format=%ct').trim()
}

function commit(): void {
  run('git', 'commit', '--quiet', '--message', `Release ${version}`, '--', ...released)
  run('git', 'tag', '--annotate', `v${version}`, '--message', `berth ${version}`)
}

const released = ['CHANGELOG.md', 'package.json', 'package-lock.json', 'bench/history.json']

function tell(): void {
  console.log(`\nberth ${readVersion()} lies in ${place}:\n  ${readdirSync(place).join('\n  ')}`)
  if (!values.artifacts) {
    console.log('Nothing was published. To do it: git push --follow-tags; npm publish; docker push.')
  }
}

if (values.artifacts) {
  makeArtifacts()
} else {
  checkState()
  check()
  write()
  commit()
  makeArtifacts()
}
tell()
