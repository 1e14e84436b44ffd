/**
 * A Launch as bytes for the executor (native/executor/decode.c): the fields of the table in its order, little-endian. A number
 * is 4 bytes, or 8 where it may be big or null; text is its length, the bytes and a NUL; a list is its count, then its items;
 * what may be null starts with 0 or 1.
 */
import { hashText } from '#core/base/hash.ts'
import {
  type Identity,
  type InputSource,
  type IoPriority,
  type Launch,
  type LaunchDirectory,
  type LaunchKind,
  type LaunchKinds,
  type LaunchLimit,
  launchFields,
  launchWords,
  type OutputSink,
  type Scheduling,
  type WorkingDirectory,
} from '#core/exec/launch.ts'
import { bytesOf } from '#kernel/bytes.ts'

/** To be raised when a kind is written otherwise than before; what else can change is in the table. */
const kindsVersion = 1

/** Other rows are another version, and an executor of another version refuses the launch. */
export const formatVersion: number = hashText(JSON.stringify([kindsVersion, launchWords, launchRows()]))

type Write = (writer: Writer, value: unknown) => void

/** How each kind is written. */
const writers: { readonly [Kind in LaunchKind]: (writer: Writer, value: LaunchKinds[Kind]) => void } = {
  text: (writer, value) => writer.text(value),
  optionalText: (writer, value) => writer.optionalText(value),
  list: (writer, value) => writer.list(value),
  flag: (writer, value) => writer.flag(value),
  number: (writer, value) => writer.u32(value),
  optionalNumber: (writer, value) => writer.optional(value),
  bigNumber: (writer, value) => writer.u64(value),
  optionalBigNumber: (writer, value) => writer.optional(value),
  descriptors: (writer, value) => writer.numbers(value),
  limits: writeLimits,
  scheduling: writeScheduling,
  ioPriority: writeIoPriority,
  cpus: writeCpus,
  identity: writeIdentity,
  input: writeInput,
  output: writeOutput,
  directories: writeDirectories,
  workingDirectory: writeWorkingDirectory,
}

/** The table, ready to be gone through: the type of `launchFields` holds that a row's value is of its kind. */
const steps = launchRows().map(([group, field, kind]) => ({ group, field, write: writers[kind] as Write }))

export function encodeLaunch(launch: Launch): Uint8Array {
  const writer = createWriter()
  writer.u32(formatVersion)
  for (const { group, field, write } of steps) {
    const values: Readonly<Record<string, unknown>> = launch[group]
    write(writer, values[field])
  }
  return writer.bytes()
}

/** The manager's descriptors a Launch refers to, which the executor must inherit. */
export function descriptorsOf({ streams: { passed, input, output, error } }: Launch): Int32Array {
  const fds = new Set(passed)
  if (input.from === 'descriptor') {
    fds.add(input.fd)
  }
  if (output.to === 'descriptor') {
    fds.add(output.fd)
  }
  if (error.to === 'descriptor') {
    fds.add(error.fd)
  }
  return Int32Array.from(fds)
}

/** Group, field and kind of every row, in the order of the bytes. */
export function launchRows(): readonly (readonly [keyof Launch, string, LaunchKind])[] {
  const groups = Object.keys(launchFields) as (keyof Launch)[]
  return groups.flatMap(group =>
    Object.entries(launchFields[group]).map(([field, { kind }]) => [group, field, kind] as const),
  )
}

type Writer = ReturnType<typeof createWriter>

function createWriter() {
  let buffer = Buffer.allocUnsafe(4096)
  let size = 0

  /** Where the next `count` bytes go. The buffer may be another one afterwards. */
  function room(count: number): number {
    const at = size
    size += count
    if (size > buffer.length) {
      buffer = Buffer.concat([buffer], Math.max(buffer.length * 2, size))
    }
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
    if (value !== null) {
      text(value)
    }
  }
  function optional(value: number | bigint | null): void {
    flag(value !== null)
    if (value !== null) {
      u64(BigInt(value))
    }
  }
  function list(values: readonly string[]): void {
    u32(values.length)
    for (const value of values) {
      text(value)
    }
  }
  function numbers(values: readonly number[]): void {
    u32(values.length)
    for (const value of values) {
      u32(value)
    }
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
  const steal = input.from === 'tty' ? launchWords.steal.indexOf(input.steal) : 0
  writeStream(writer, launchWords.streamKind.indexOf(input.from), fd, path, steal)
}

function writeOutput(writer: Writer, output: OutputSink): void {
  const fd = output.to === 'descriptor' ? output.fd : -1
  const path = output.to === 'file' ? output.path : ''
  const mode = output.to === 'file' ? launchWords.fileMode.indexOf(output.mode) : 0
  writeStream(writer, launchWords.streamKind.indexOf(output.to), fd, path, mode)
}

function writeIdentity(writer: Writer, identity: Identity): void {
  writer.u32(launchWords.identityKind.indexOf(identity.as))
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

function writeWorkingDirectory(writer: Writer, directory: WorkingDirectory): void {
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

function writeScheduling(writer: Writer, scheduling: Scheduling | null): void {
  writer.flag(scheduling !== null)
  writer.u32(scheduling?.policy ?? 0)
  writer.u32(scheduling?.priority ?? 0)
  writer.flag(scheduling?.resetOnFork ?? false)
}

function writeIoPriority(writer: Writer, priority: IoPriority | null): void {
  writer.flag(priority !== null)
  writer.u32(priority?.class ?? 0)
  writer.u32(priority?.level ?? 0)
}

function writeCpus(writer: Writer, cpus: readonly number[] | null): void {
  writer.flag(cpus !== null)
  writer.numbers(cpus ?? [])
}
