/** Conditions on the state of the installation: ConditionNeedsUpdate= and ConditionFirstBoot=. */
import { parseBoolean } from '#core/base/boolean.ts'
import { parseUint64 } from '#core/base/numbers.ts'
import { kernelWords } from './machine.ts'
import { exists, type Question, readFile, type Surroundings, type Verdict } from './subject.ts'

export const updateQuestions = {
  NeedsUpdate: needsUpdate,
  FirstBoot: isFirstBoot,
} as const satisfies Readonly<Record<string, Question>>

function isFirstBoot(parameter: string, around: Surroundings): Verdict {
  const wanted = parseBoolean(parameter)
  if (!wanted.ok) {
    return wanted.error
  }
  return wanted.value === (said(around, 'systemd.condition-first-boot') ?? exists(around, '/run/systemd/first-boot'))
}

/** Whether /usr is newer than what systemd-update-done(8) left in the folder. What cannot be written needs no update. */
function needsUpdate(folder: string, around: Surroundings): Verdict {
  const { files } = around.kernel
  const told = said(around, 'systemd.condition-needs-update')
  if (told !== undefined) {
    return told
  }
  if (exists(around, folder) && files.readOnlyFileSystem(folder)) {
    return false
  }
  const usr = files.status('/usr')
  const stamp = files.linkStatus(`${folder}/.updated`)
  if (!usr.ok || !stamp.ok) {
    return true
  }
  if (usr.value.modifiedUs / second !== stamp.value.modifiedUs / second) {
    return usr.value.modifiedUs > stamp.value.modifiedUs
  }
  return usr.value.modifiedUs > (writtenStamp(around, folder) ?? stamp.value.modifiedUs)
}

const second = 1_000_000n

/** The stamp says its time inside too, for file systems that keep whole seconds only. */
function writtenStamp(around: Surroundings, folder: string): bigint | undefined {
  const [, text = ''] = /^TIMESTAMP_NSEC=(\d+)$/m.exec(readFile(around, `${folder}/.updated`) ?? '') ?? []
  const nanoseconds = parseUint64(text)
  return nanoseconds.ok && nanoseconds.value > 0n ? nanoseconds.value / 1000n : undefined
}

/** An option of the kernel that answers in place of the facts; without a value it says yes. */
function said(around: Surroundings, option: string): boolean | undefined {
  const word = kernelWords(around).find(given => given === option || given.startsWith(`${option}=`))
  const value = word === option ? parseBoolean('yes') : parseBoolean(word?.slice(option.length + 1) ?? '')
  return word !== undefined && value.ok ? value.value : undefined
}
