/** Conditions on files and folders (systemd.unit(5): ConditionPathExists= to ConditionFileIsExecutable=). */
import { glob } from '#kernel/files/glob.ts'
import type { FileStatus } from '#kernel/kernel.ts'
import { firstLine, type Question, readFile, type Surroundings } from './subject.ts'

export const pathQuestions = {
  PathExists: (path, { kernel }) => kernel.files.access(path, 'exists'),
  PathExistsGlob: (pattern, { kernel }) => glob(kernel.files, pattern).length > 0,
  PathIsDirectory: (path, around) => statusOf(around, path)?.kind === 'directory',
  PathIsSymbolicLink: (path, { kernel }) => {
    const status = kernel.files.linkStatus(path)
    return status.ok && status.value.kind === 'symlink'
  },
  PathIsMountPoint: isMountPoint,
  PathIsReadWrite: (path, { kernel }) => kernel.files.access(path, 'exists') && !kernel.files.readOnlyFileSystem(path),
  PathIsEncrypted: isEncrypted,
  DirectoryNotEmpty: (path, { kernel }) => {
    const list = kernel.files.list(path)
    // A folder that cannot be read is taken for one with something in it.
    return list.ok ? list.value.length > 0 : list.error !== 'ENOENT' && list.error !== 'ENOTDIR'
  },
  FileNotEmpty: (path, around) => {
    const status = statusOf(around, path)
    return status?.kind === 'file' && status.sizeBytes > 0
  },
  FileIsExecutable: (path, around) => {
    const status = statusOf(around, path)
    return status?.kind === 'file' && (status.mode & 0o111) !== 0
  },
} as const satisfies Readonly<Record<string, Question>>

function statusOf({ kernel }: Surroundings, path: string): FileStatus | undefined {
  const status = kernel.files.status(path)
  return status.ok ? status.value : undefined
}

function isMountPoint(path: string, around: Surroundings): boolean {
  const real = around.kernel.files.realPath(path)
  if (!real.ok) {
    return false
  }
  const rows = readFile(around, '/proc/self/mountinfo')?.split('\n') ?? []
  return rows.some(row => unescapeOctal(row.split(' ')[4] ?? '') === real.value)
}

/** Blanks and their like stand as `\040` in /proc. */
function unescapeOctal(path: string): string {
  return path.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)))
}

function isEncrypted(path: string, around: Surroundings): boolean {
  const status = statusOf(around, path)
  return status !== undefined && isCryptDevice(`/sys/dev/block/${deviceNumber(status.device)}`, around, 10)
}

/** `8:1`, as dev_t holds it (makedev(3)). */
function deviceNumber(device: bigint): string {
  const major = ((device >> 8n) & 0xfffn) | ((device >> 32n) & ~0xfffn)
  const minor = (device & 0xffn) | ((device >> 12n) & ~0xffn)
  return `${major}:${minor & 0xffffffffn}`
}

/** dm-crypt itself, or something that lies on nothing else. */
function isCryptDevice(folder: string, around: Surroundings, depth: number): boolean {
  if (firstLine(around, `${folder}/dm/uuid`).startsWith('CRYPT-')) {
    return true
  }
  const below = around.kernel.files.list(`${folder}/slaves`)
  if (!below.ok || below.value.length === 0 || depth === 0) {
    return false
  }
  return below.value.every(({ name }) => isCryptDevice(`${folder}/slaves/${name}`, around, depth - 1))
}
