/** How this process goes on and ends: crash handler, re-execution, exit, and bugs that reached nobody. */
import { bytesOf, splitBlock, terminated } from '#kernel/bytes.ts'
import type { OwnLedger } from '#kernel/ledger/ledger.ts'
import { processBlock } from '#kernel/ledger/origin.ts'
import { done, type Native } from '#kernel/native.ts'
import type { Processes } from './processes-api.ts'

type Life = Pick<Processes, 'reexecute' | 'exit' | 'onBug'>

const ledgerVariable = 'BERTH_LEDGER'

/** The descriptor of the ledger an earlier life of this process left, or -1. */
export function inheritedLedger(): number {
  const fd = Number(process.env[ledgerVariable] ?? -1)
  return Number.isSafeInteger(fd) ? fd : -1
}

/** From here on, a crash executes this program again with the arguments and the environment it was started with. */
export function installCrashHandler(native: Native, ledger: OwnLedger, originFd: number | null): void {
  if (originFd !== null) {
    ledger.keepOwn(originFd, 'origin')
  }
  const result = done(
    native.installCrashHandler(ledger.fd, terminated(process.execPath), argumentBlock(), environmentBlock(ledger.fd)),
  )
  if (!result.ok) {
    throw new Error(`cannot install the crash handler: ${result.error}`)
  }
}

/** The manager's life: it never ends by itself. */
export function managerLife(native: Native): Life {
  return {
    reexecute: () => {
      const result = done(native.reexecute())
      return result.ok ? { ok: false, error: 'EINVAL' } : result
    },
    exit: status => native.exit(status),
    /* Until somebody listens, a bug ends the process and says so, as Node has it. */
    onBug: callback => {
      process.on('uncaughtException', callback)
      process.on('unhandledRejection', callback)
    },
  }
}

/** The life of any other program. */
export const commandLife: Life = {
  reexecute: () => ({ ok: false, error: 'EPERM' }),
  exit: status => process.exit(status),
  onBug: () => undefined,
}

/** The arguments as they were given, bytes intact. */
function argumentBlock(): Uint8Array {
  const block = processBlock('cmdline')
  if (block.length > 0) {
    return block
  }
  return bytesOf([process.argv0, ...process.execArgv, ...process.argv.slice(1), ''].join('\0'))
}

function environmentBlock(ledger: number): Uint8Array {
  const prefix = Buffer.from(`${ledgerVariable}=`)
  const kept = splitBlock(processBlock('environ')).filter(
    part => !Buffer.from(part).subarray(0, prefix.length).equals(prefix),
  )
  const end = Buffer.alloc(1)
  return Buffer.concat([...kept.flatMap(part => [part, end]), Buffer.from(`${ledgerVariable}=${ledger}\0`)])
}
