/** Standard input and output, terminals and the log (systemd.exec(5), "Logging and Standard Input/Output"). */

import { resettable } from '#core/unit/kinds/complain.ts'
import {
  journalFields,
  levelMax,
  logFilterPatterns,
  logNamespace,
  syslogFacility,
  syslogLevel,
} from '#core/unit/kinds/exec/log.ts'
import { inputData, inputText, standardInput, standardOutput } from '#core/unit/kinds/exec/stream.ts'
import { effective, inert, into, slot, type Table } from '#core/unit/kinds/kind.ts'
import { path } from '#core/unit/kinds/path.ts'
import { boolean, unsigned } from '#core/unit/kinds/scalar.ts'
import { span } from '#core/unit/kinds/span.ts'
import { text } from '#core/unit/kinds/text.ts'

const data = slot<Uint8Array>('StandardInputBytes', new Uint8Array())

export const streamDirectives = {
  StandardInput: effective(standardInput()),
  StandardInputBytes: data,
  StandardInputText: into(data, inputText),
  StandardInputData: into(data, inputData),
  StandardOutput: effective(standardOutput()),
  StandardError: effective(standardOutput()),
  TTYPath: effective(path()),
  TTYReset: inert(boolean(false), 'terminals are used as they are'),
  TTYVHangup: inert(boolean(false), 'terminals are used as they are'),
  TTYVTDisallocate: inert(boolean(false), 'a container has no virtual consoles'),
  TTYRows: inert(resettable(unsigned(null)), 'terminals are used as they are'),
  TTYColumns: inert(resettable(unsigned(null)), 'terminals are used as they are'),
  SyslogIdentifier: effective(text()),
  SyslogFacility: inert(syslogFacility(3), 'the journal is not written yet'),
  SyslogLevel: inert(syslogLevel(6), 'the journal is not written yet'),
  SyslogLevelPrefix: inert(boolean(true), 'the journal is not written yet'),
  LogLevelMax: inert(levelMax(), 'the journal is not written yet'),
  LogRateLimitIntervalSec: inert(span(0n), 'what a service prints is not limited'),
  LogRateLimitBurst: inert(unsigned(0), 'what a service prints is not limited'),
  LogExtraFields: inert(journalFields(), 'the journal is not written yet'),
  LogFilterPatterns: inert(logFilterPatterns(), 'what a service prints is not filtered'),
  LogNamespace: inert(logNamespace(), 'there is one journal for all services'),
} as const satisfies Table
