/**
 * What this process was started with, before Node changed it: the launcher (native/launcher.c) leaves the environment and
 * the resource limits in a memory file whose descriptor is in BERTH_ORIGIN. Started without it, as in development, Node's
 * own view must do.
 */
import { fstatSync, readFileSync, readSync } from 'node:fs'
import { splitBlock, textOf } from '#kernel/bytes.ts'
import type { Native } from '#kernel/native.ts'

const magic = 'BERTHORG'
/** RLIM_NLIMITS, the same on x86-64 and arm64. */
const limitCount = 16

export interface Origin {
  /** The descriptor of the memory file, which a new life of this process needs as well. */
  readonly fd: number | null
  readonly environment: ReadonlyMap<string, string>
  readonly limits: readonly { readonly resource: number; readonly soft: bigint; readonly hard: bigint }[]
}

export function readOrigin(native: Native): Origin {
  const fd = Number(process.env['BERTH_ORIGIN'] ?? -1)
  const kept = readKept(fd)
  if (!kept) {
    return { fd: null, environment: variablesOf(processBlock('environ')), limits: currentLimits(native) }
  }
  const view = new DataView(kept.buffer, kept.byteOffset + magic.length)
  const limits = Array.from({ length: limitCount }, (_, resource) => ({
    resource,
    soft: view.getBigUint64(resource * 16, true),
    hard: view.getBigUint64(resource * 16 + 8, true),
  }))
  return { fd, environment: variablesOf(kept.subarray(magic.length + limitCount * 16)), limits }
}

/** A file of /proc/self that Node does not alter: `environ`, `cmdline`. Empty where there is no /proc. */
export function processBlock(name: 'environ' | 'cmdline'): Uint8Array {
  try {
    return readFileSync(`/proc/self/${name}`)
  } catch {
    return new Uint8Array()
  }
}

/** The memory file's bytes, or null when the descriptor is none of the launcher's. */
function readKept(fd: number): Uint8Array | null {
  if (!Number.isSafeInteger(fd) || fd < 3) {
    return null
  }
  try {
    const bytes = Buffer.alloc(fstatSync(fd).size)
    let size = 0
    for (let count = 1; count > 0; size += count) {
      count = readSync(fd, bytes, size, bytes.length - size, size)
    }
    return bytes.toString('latin1', 0, magic.length) === magic ? bytes : null
  } catch {
    return null
  }
}

function variablesOf(block: Uint8Array): ReadonlyMap<string, string> {
  const variables = new Map<string, string>()
  for (const part of splitBlock(block)) {
    const text = textOf(part)
    const sign = text.indexOf('=')
    if (sign > 0) {
      variables.set(text.slice(0, sign), text.slice(sign + 1))
    }
  }
  return variables
}

function currentLimits(native: Native): Origin['limits'] {
  return Array.from({ length: limitCount }, (_, resource) => {
    const [soft, hard] = native.limit(resource)
    return { resource, soft, hard }
  })
}
