/**
 * Waits for jobs to end. JobRemoved may be heard before the answer that names the job is acted upon, so the watch begins
 * before the request is made and remembers what it heard (org.freedesktop.systemd1(5), "Signals": JobRemoved).
 */
import { fail, ok, type Result } from '#core/base/result.ts'
import type { Client } from './client.ts'
import { type BusError, busErrorOfErrno } from './errors.ts'
import { managerInterface } from './protocol/manager.ts'

export interface JobWatch {
  /**
   * How a job ended, by its path: `done`, `canceled`, `timeout`, `failed`, `dependency`, `skipped`, ... An error when the
   * connection ends before the job does.
   */
  resultOf(job: string): Promise<Result<string, BusError>>
  close(): void
}

/** Begins to watch; do so before the first job is asked for. */
export function watchJobs(client: Client): JobWatch {
  const ended = new Map<string, string>()
  const waiting = new Map<string, (result: Result<string, BusError>) => void>()
  let lost = false
  const listener = client.listen(managerInterface, 'JobRemoved', ({ job, result }) => {
    ended.set(job, result)
    waiting.get(job)?.(ok(result))
    waiting.delete(job)
  })
  client.onLost(() => {
    lost = true
    for (const resolve of waiting.values()) {
      resolve(fail(busErrorOfErrno('ECONNRESET')))
    }
    waiting.clear()
  })
  return {
    resultOf(job) {
      const result = ended.get(job)
      if (result !== undefined) {
        return Promise.resolve(ok(result))
      }
      if (lost) {
        return Promise.resolve(fail(busErrorOfErrno('ECONNRESET')))
      }
      return new Promise(resolve => waiting.set(job, resolve))
    },
    close: listener.close,
  }
}
