/** Limit*= (systemd.exec(5), "Process Properties"); what is not said here is the manager's own. */

import { limit } from '#core/unit/kinds/exec/limit.ts'
import { degrades, effective, type Table } from '#core/unit/kinds/kind.ts'

export const limitDirectives = {
  LimitCPU: effective(limit('CPU')),
  LimitFSIZE: effective(limit('FSIZE')),
  LimitDATA: effective(limit('DATA')),
  LimitSTACK: effective(limit('STACK')),
  LimitCORE: effective(limit('CORE')),
  LimitRSS: effective(limit('RSS')),
  LimitNOFILE: effective(limit('NOFILE')),
  LimitAS: effective(limit('AS')),
  LimitNPROC: effective(limit('NPROC')),
  LimitMEMLOCK: effective(limit('MEMLOCK')),
  LimitLOCKS: degrades(limit('LOCKS'), 'the limit, which Linux ignores, marks the processes of a service here'),
  LimitSIGPENDING: effective(limit('SIGPENDING')),
  LimitMSGQUEUE: effective(limit('MSGQUEUE')),
  LimitNICE: effective(limit('NICE')),
  LimitRTPRIO: effective(limit('RTPRIO')),
  LimitRTTIME: effective(limit('RTTIME')),
} as const satisfies Table
