/** What is mounted (/proc/self/mountinfo, proc_pid_mountinfo(5)), as mount units know it: up when it is there. */
import { unitNameFromPath } from '#core/unit/name/name-escape.ts'
import type { Files } from '#kernel/kernel.ts'

const sizeMaxBytes = 16 * 1024 * 1024

/** What no unit is made for: file systems that PID 1 itself mounts, and what engines bind over single files of the kernel. */
const passedOver = [
  ...['/proc', '/sys', '/dev', '/dev/pts', '/dev/shm', '/run', '/sys/fs/cgroup'],
  ...['/dev/console', '/proc/kmsg', '/proc/sys', '/proc/sys/kernel/random/boot_id', '/sys/fs/selinux'],
]

function isPassedOver(path: string): boolean {
  return passedOver.includes(path) || path.startsWith('/sys/fs/cgroup/')
}

/** The unit names of all mount points. */
export function mountedUnits(files: Files): readonly string[] {
  const text = files.readText('/proc/self/mountinfo', sizeMaxBytes)
  const paths = text.ok ? text.value.split('\n').flatMap(line => line.split(' ')[4] ?? []) : []
  const names = paths.flatMap(path => {
    const where = unescapeOctal(path)
    const name = unitNameFromPath(where, '.mount')
    return name.ok && !isPassedOver(where) ? [name.value] : []
  })
  return [...new Set(names)]
}

/** Blanks and their like stand as `\040`. */
function unescapeOctal(path: string): string {
  return path.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)))
}
