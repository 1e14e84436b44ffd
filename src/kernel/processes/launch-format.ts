/**
 * A Launch as bytes for the executor (native/executor/decode.c): the fields of the interface in its order, little-endian. A
 * number is 4 bytes, or 8 where the reader says so; text is its length, the bytes and a NUL; a list is its count, then its
 * items; what may be null starts with 0 or 1.
 */
import type { Identity, InputSource, Launch, LaunchDirectory, LaunchLimit, OutputSink } from '#core/exec/launch.ts'
import { bytesOf } from '#kernel/bytes.ts'

/** Both sides change it together; an executor of another version refuses the launch. */
const formatVersion = 2

const streamKinds = { null: 0, descriptor: 1, file: 2, tty: 3, 'inherit-stdin': 4, 'inherit-stdout': 5 } as const
const steals = { no: 0, force: 1, fail: 2 } as const
const fileModes = { write: 0, append: 1, truncate: 2 } as const
const identityKinds = { manager: 0, ids: 1, lookup: 2 } as const

export function encodeLaunch(launch: Launch): Uint8Array {
  const writer = createWriter()
  writer.u32(formatVersion)
  writer.text(launch.command)
  writer.list(launch.candidates)
  writer.list(launch.argv)
  writer.list(launch.environment)
  writeInput(writer, launch.stdin)
  writeOutput(writer, launch.stdout)
  writeOutput(writer, launch.stderr)
  writer.numbers(launch.passed)
  writer.flag(launch.nonBlocking)
  writeIdentity(writer, launch.identity)
  writeDirectories(writer, launch.directories)
  writeWorkingDirectory(writer, launch.workingDirectory)
  writer.optionalText(launch.root)
  writeProcess(writer, launch)
  return writer.bytes()
}

/** The manager's descriptors a Launch refers to, which the executor must inherit. */
export function descriptorsOf(launch: Launch): Int32Array {
  const fds = new Set(launch.passed)
  if (launch.stdin.from === 'descriptor') fds.add(launch.stdin.fd)
  if (launch.stdout.to === 'descriptor') fds.add(launch.stdout.fd)
  if (launch.stderr.to === 'descriptor') fds.add(launch.stderr.fd)
  return Int32Array.from(fds)
}

type Writer = ReturnType<typeof createWriter>

function createWriter() {
  let buffer = Buffer.allocUnsafe(4096)
  let size = 0

  /** Where the next `count` bytes go. The buffer may be another one afterwards. */
  function room(count: number): number {
    const at = size
    size += count
    if (size > buffer.length) buffer = Buffer.concat([buffer], Math.max(buffer.length * 2, size))
    return at
  }
  function u32(value: number): void {
    const at = room(4)
    buffer.writeUInt32LE(value >>> 0, at)
  }
  function u64(value: bigint): void {
    const at = room(8)
    buffer.writeBigUInt64LE(BigInt.asUintN(64, value), at)
  }
  const flag = (value: boolean): void => u32(value ? 1 : 0)

  function text(value: string): void {
    const bytes = bytesOf(value)
    u32(bytes.length)
    const at = room(bytes.length + 1)
    buffer.set(bytes, at)
    buffer[at + bytes.length] = 0
  }
  function optionalText(value: string | null): void {
    flag(value !== null)
    if (value !== null) text(value)
  }
  function optional(value: number | bigint | null): void {
    flag(value !== null)
    if (value !== null) u64(BigInt(value))
  }
  function list(values: readonly string[]): void {
    u32(values.length)
    for (const value of values) text(value)
  }
  function numbers(values: readonly number[]): void {
    u32(values.length)
    for (const value of values) u32(value)
  }
  return { u32, u64, flag, text, optionalText, optional, list, numbers, bytes: () => buffer.subarray(0, size) }
}

function writeStream(writer: Writer, kind: number, fd: number, path: string, mode: number): void {
  writer.u32(kind)
  writer.u32(fd)
  writer.text(path)
  writer.u32(mode)
}

function writeInput(writer: Writer, input: InputSource): void {
  const fd = input.from === 'descriptor' ? input.fd : -1
  const path = input.from === 'file' ? input.path : ''
  const steal = input.from === 'tty' ? steals[input.steal] : 0
  writeStream(writer, streamKinds[input.from], fd, path, steal)
}

function writeOutput(writer: Writer, output: OutputSink): void {
  const fd = output.to === 'descriptor' ? output.fd : -1
  const path = output.to === 'file' ? output.path : ''
  const mode = output.to === 'file' ? fileModes[output.mode] : 0
  writeStream(writer, streamKinds[output.to], fd, path, mode)
}

function writeIdentity(writer: Writer, identity: Identity): void {
  writer.u32(identityKinds[identity.as])
  writer.optional(identity.as === 'ids' ? identity.uid : null)
  writer.optional(identity.as === 'ids' ? identity.gid : null)
  writer.numbers(identity.as === 'ids' ? identity.groups : [])
  writer.optionalText(identity.as === 'lookup' ? identity.user : null)
  writer.optionalText(identity.as === 'lookup' ? identity.group : null)
  writer.list(identity.as === 'lookup' ? identity.supplementary : [])
}

function writeDirectories(writer: Writer, directories: readonly LaunchDirectory[]): void {
  writer.u32(directories.length)
  for (const directory of directories) {
    writer.text(directory.base)
    writer.text(directory.path)
    writer.u32(directory.mode)
    writer.flag(directory.owner === 'service')
    writer.flag(directory.isLeftAsFound)
    writer.u32(directory.exitStatus)
    writer.list(directory.links)
  }
}

function writeWorkingDirectory(writer: Writer, directory: Launch['workingDirectory']): void {
  writer.flag(directory.at === 'home')
  writer.flag(directory.optional)
  writer.text(directory.at === 'path' ? directory.path : '')
}

function writeLimits(writer: Writer, limits: readonly LaunchLimit[]): void {
  writer.u32(limits.length)
  for (const limit of limits) {
    writer.u32(limit.resource)
    writer.u64(limit.soft)
    writer.u64(limit.hard)
  }
}

function writeProcess(writer: Writer, launch: Launch): void {
  writer.u32(launch.umask)
  writeLimits(writer, launch.limits)
  writer.optional(launch.nice)
  writer.optional(launch.oomScoreAdjust)
  writer.optional(launch.scheduling?.policy ?? null)
  writer.optional(launch.scheduling?.priority ?? null)
  writer.optional(launch.scheduling?.resetOnFork ? 1 : null)
  writer.optional(launch.ioPriority?.class ?? null)
  writer.optional(launch.ioPriority?.level ?? null)
  writer.flag(launch.cpuAffinity !== null)
  writer.numbers(launch.cpuAffinity ?? [])
  writer.optional(launch.timerSlackNs)
  writer.optional(launch.personality)
  writer.optional(launch.coredumpFilter)
  writer.flag(launch.ignoreSigpipe)
  writer.flag(launch.noNewPrivileges)
  writer.optional(launch.capabilityBounding)
  writer.optional(launch.capabilityAmbient)
  writer.optional(launch.secureBits)
  writer.text(launch.tty)
  writer.u64(launch.mark)
}
