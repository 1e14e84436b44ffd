// Everything of ours that reads text or bytes from outside, by the kind of input that real systemd's fuzzers feed to its own.
import { judgeConditions } from '#catalog/condition/judge.ts'
import { parsePresets } from '#catalog/presets/preset.ts'
import { readArguments } from '#cli/command-line/getopt.ts'
import { optionTable } from '#cli/command-line/option-table.ts'
import { readBody } from '#control/codec/message.ts'
import { messageLength, parseMessage } from '#control/codec/read-message.ts'
import { readSyslogIdentifier, readSyslogPriority } from '#core/base/linux/syslog.ts'
import { ok } from '#core/base/result.ts'
import { decodeText } from '#core/base/text/text.ts'
import { nextElapse } from '#core/calendar/next.ts'
import { parseSpan } from '#core/calendar/span.ts'
import { parseCalendar } from '#core/calendar/spec-parse.ts'
import { parseTimestamp } from '#core/calendar/timestamp-parse.ts'
import { utc, type Zones } from '#core/calendar/zone.ts'
import { loadUnit } from '#core/unit/read/load.ts'
import { readManagerConfig } from '#core/unit/read/manager-config.ts'
import { type UnitType, unitTypes } from '#core/unit/unit-type.ts'
import { parseEnvironmentFile } from '#core/unitfile/env-file.ts'
import { parseLsbHeader } from '#core/unitfile/lsb-header.ts'
import { parseUnitFile } from '#core/unitfile/parse.ts'
import { splitWords } from '#core/unitfile/words.ts'
import { expandBraces } from '#provision/glob.ts'
import { parseSysusers } from '#provision/sysusers/parse.ts'
import { parseTmpfiles } from '#provision/tmpfiles/parse.ts'
import { makePlan } from '#provision/tmpfiles/plan.ts'
import { configured, place, sources, specifiers } from '../fake/load.ts'
import { surroundings } from '../fake/surroundings.ts'

const zones: Zones = { local: utc, find: () => undefined }
const context = configured('')
const around = surroundings({ files: { '/etc/os-release': 'ID=debian\n', '/proc/meminfo': 'MemTotal: 1 kB\n' } })

export type ReadInput = (bytes: Uint8Array) => void

/** A unit file as one of a type, with its conditions looked at. */
function readUnitFile(type: UnitType, bytes: Uint8Array): void {
  const name = type === 'mount' || type === 'automount' ? `a.${type}` : `a@b.${type}`
  const { unit } = loadUnit(sources(name, decodeText(bytes)), context)
  judgeConditions([...unit.conditions, ...unit.asserts], around)
}

function readOther(bytes: Uint8Array): void {
  const text = decodeText(bytes)
  parseUnitFile('f', text)
  readManagerConfig([{ path: 'f', text }], place, specifiers)
  parsePresets(text, () => {})
  parseLsbHeader('f', text)
}

function readCalendar(bytes: Uint8Array): void {
  const text = decodeText(bytes).replace(/\n$/, '')
  const spec = parseCalendar(text, zones)
  if (spec.ok) {
    nextElapse(spec.value, 1_700_000_000_000_000n, zones)
  }
  parseTimestamp(text, 1_700_000_000_000_000n, zones)
  parseSpan(text)
}

function readMessage(bytes: Uint8Array): void {
  const length = bytes.length < 16 ? undefined : messageLength(bytes, 1 << 20)
  const whole = length?.ok && length.value <= bytes.length ? bytes.subarray(0, length.value) : bytes
  if (whole.length < 16) {
    return
  }
  const parsed = parseMessage(whole, [])
  if (parsed.ok && parsed.value.message !== null) {
    readBody(parsed.value.message.body)
  }
}

function readWordsOf(bytes: Uint8Array): void {
  const text = decodeText(bytes)
  for (const quotes of ['remove', 'keep'] as const) {
    for (const backslash of ['c', 'retain'] as const) {
      splitWords(text, { quotes, backslash })
      splitWords(text, { quotes, backslash, relaxed: true, emptyWords: true, separators: ':' })
    }
  }
}

function readRules(bytes: Uint8Array): void {
  const source = { path: 'f', text: decodeText(bytes), isNamed: false }
  const table = (letter: string) => (letter === 'b' ? ok('boot') : undefined)
  parseSysusers(source, table)
  const nobody = () => undefined
  const known = { uid: nobody, gid: nobody, credential: nobody, exists: () => false }
  const { items } = parseTmpfiles(source, {
    ...{ root: '', boot: true, graceful: true, prefixes: [], excluded: [], specifiers: table },
    ...known,
  })
  for (const path of makePlan(items).patterns.keys()) {
    expandBraces(path)
  }
}

/** By the folder of the corpus. */
export const readers: Readonly<Record<string, readonly ReadInput[]>> = {
  'unit-file': [...unitTypes.map(type => (bytes: Uint8Array) => readUnitFile(type, bytes)), readOther],
  calendar: [readCalendar],
  'env-file': [bytes => void parseEnvironmentFile(decodeText(bytes)), readWordsOf],
  'dbus-message': [readMessage],
  'dbus-match': [readWordsOf],
  'systemctl-argv': [bytes => void readArguments('systemctl', decodeText(bytes).split('\0'), optionTable)],
  rules: [readRules],
  'journal-syslog': [
    bytes => {
      const text = decodeText(bytes)
      readSyslogPriority(text, 'facility')
      readSyslogIdentifier(text)
    },
  ],
}

/** What there is to be fed with where there is no corpus. */
export const samples: Readonly<Record<string, readonly string[]>> = {
  'unit-file': [
    '[Unit]\nDescription=a %n\nAfter=b.service c.target\nConditionPathExists=|!/x\n[Service]\nExecStart=-/bin/sh -c "a $B"\nLimitNOFILE=1:2\n',
    '[Socket]\nListenStream=[::1]:80\nSocketMode=0600\n[Timer]\nOnCalendar=Mon *-*-* 1:2:3\n[Install]\nWantedBy=a.target\n',
  ],
  calendar: ['Mon..Fri *-02~1/2 10:*/15:0.5 UTC', '2024-01-01 00:00:00.123456', '1y 2month 3w 4us'],
  'env-file': ['A=b \\\nc\n# x\nB="a\\"b"\nC=\'d\'e\n'],
  'dbus-message': [
    'l\x01\x00\x01\x04\x00\x00\x00\x01\x00\x00\x00\x08\x00\x00\x00\x08\x01g\x00\x01u\x00\x00\x01\x02\x03\x04',
  ],
  rules: [
    'd /run/a%b 0755 root - ~mA:1d\nL+? /x - - - - "y"\nw~ /{a,b{c,d}}/*[0-9]? - - - - aGk=\nc! /n 0600 - - - 1:3\n',
    'u! a 1:b "A b" /c /d\ng b /x\nm a b\nr - 1-2\n',
  ],
  'dbus-match': ["type='signal',arg0='a\\'b'"],
  'systemctl-argv': ['start\0--no-block\0-p\0Id\0a@.service\0--\0-x'],
  'journal-syslog': ['<30>Jan  1 00:00:00 host name[12]: text'],
}
