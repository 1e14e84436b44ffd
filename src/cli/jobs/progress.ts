/**
 * What a user at a terminal sees while jobs take their time: one line that counts the seconds, and is gone when they have
 * ended. Scripts see nothing of it.
 */

import { glyph } from '#cli/render/glyph.ts'
import type { Session } from '#cli/session/session.ts'
import type { Client } from '#control/client.ts'
import { managerPath } from '#control/object-path.ts'
import { managerInterface } from '#control/protocol/manager.ts'
import { ellipsize } from '#core/base/text/ellipsize.ts'
import type { JobResults } from './job-results.ts'

/** Who waits no longer than this needs no explanation. */
const patienceMs = 1500
const intervalMs = 500

/** Shows from time to time which jobs are left, until it is closed. */
export function watchProgress(session: Session, client: Client, jobs: JobResults): { close(): void } {
  if (!session.look.onTerminal || session.options.quiet) {
    return { close: () => undefined }
  }
  const began = session.kernel.clock.monotonic()
  let shown = false
  let timer = setTimeout(tick, patienceMs)
  timer.unref()

  async function show(): Promise<void> {
    const reply = await client.invoke(managerPath, managerInterface, 'ListJobs', {}, { timeLimitMs: intervalMs })
    if (!reply.ok || jobs.left === 0) {
      return
    }
    const seconds = Math.floor((session.kernel.clock.monotonic() - began) / 1_000_000)
    const running = reply.value.jobs.filter(([, , , state]) => state === 'running')
    const what = running.map(([, unit, type]) => `${unit} (${type})`).join(', ')
    const line = `Waiting for ${what === '' ? 'jobs' : what}: ${seconds}s, Ctrl-C to leave ${left(running.length)} running`
    const cut = ellipsize(`${glyph('ellipsis', session.look)} ${line}`, session.look.columns - 1, 70)
    session.streams.errors.write(`\r${eraseLine}${cut}`)
    shown = true
  }
  function tick(): void {
    void show().then(() => {
      timer = setTimeout(tick, intervalMs)
      timer.unref()
    })
  }
  return {
    close() {
      clearTimeout(timer)
      if (shown) {
        session.streams.errors.write(`\r${eraseLine}`)
      }
    },
  }
}

const eraseLine = '\x1b[K'

function left(count: number): string {
  return count > 1 ? 'them' : 'it'
}
