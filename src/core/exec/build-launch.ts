/**
 * From a unit and one of its commands to the Launch that runs it: pure, with everything looked up beforehand.
 */

import type { UserDatabase } from '#core/base/linux/users.ts'
import type { ExecSettings } from '#core/unit/directives/exec.ts'
import type { ExecKey, Execution } from '#core/unit/execution.ts'
import { findVariable } from '#core/unit/expand/environment.ts'
import { expandArguments } from '#core/unit/expand/expand-variables.ts'
import type { Command } from '#core/unit/kinds/exec/command.ts'
import { type DirectorySetting, directoryKinds, launchDirectories } from './directories.ts'
import { buildEnvironment, loginVariables } from './environment.ts'
import { resolveIdentity } from './identity.ts'
import type { Identity, Launch, PassedSocket, WorkingDirectory } from './launch.ts'
import { type LimitFacts, launchLimits } from './limits.ts'
import { type StreamDescriptors, streamsOf } from './streams.ts'

export interface LaunchFacts {
  /** Which of the unit's commands it is. */
  readonly key: ExecKey
  readonly users: UserDatabase
  /** The name of the manager's own user. */
  readonly ownName: string
  readonly managerEnvironment: readonly string[]
  readonly inheritedEnvironment: readonly string[]
  /** What ownVariables() says. */
  readonly ownEnvironment: readonly string[]
  /** The files of EnvironmentFile=, read. */
  readonly environmentFiles: readonly (readonly string[])[]
  readonly limits: LimitFacts
  readonly descriptors: StreamDescriptors
  readonly mark: bigint
}

export interface BuiltLaunch {
  readonly launch: Launch
  /** Names of variables in the command line that have no value, for the log. */
  readonly unset: readonly string[]
}

/** Where a bare name is looked for, when ExecSearchPath= says nothing. */
const searchPath = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin']
const personalities = new Map([
  ['x86', 8],
  ['arm', 8],
])

export function buildLaunch(execution: Execution, command: Command, facts: LaunchFacts): BuiltLaunch {
  const { exec, helpers } = execution
  const isHelper = facts.key !== 'ExecStart'
  // PermissionsStartOnly= makes all but the service itself as free as `+` would, but for RootDirectory=.
  const isFull = command.privilege === 'full' || (isHelper && helpers.arePrivileged)
  const { identity, environment } = becomes(exec, command, { ...facts, isFull })
  const { argv, unset } = command.literal ? { argv: command.argv, unset: [] } : expandCommand(command, environment)
  const stepsOut = command.privilege === 'full' || (isHelper && helpers.stepOut)
  const rootApplies = exec.RootDirectory !== '' && !stepsOut
  return {
    unset,
    launch: {
      process: {
        command: command.path,
        candidates: candidatesOf(command, exec, environment),
        argv,
        environment,
        umask: exec.UMask,
        inForeground: false,
        limits: launchLimits(exec, facts.limits),
        nice: exec.Nice,
        oomScoreAdjust: exec.OOMScoreAdjust,
        ...scheduling(exec),
        timerSlackNs: exec.TimerSlackNSec,
        personality: exec.Personality === '' ? null : (personalities.get(exec.Personality) ?? 0),
        coredumpFilter: exec.CoredumpFilter === null ? null : Number(exec.CoredumpFilter),
        ignoreSigpipe: exec.IgnoreSIGPIPE,
        mark: facts.mark,
      },
      privileges: { identity, ...privileges(exec, isFull) },
      streams: {
        ...streamsOf(exec, facts.descriptors),
        tty: exec.TTYPath === '' ? '/dev/console' : exec.TTYPath,
        passed: facts.descriptors.sockets.map(({ fd }) => fd),
        nonBlocking: execution.nonBlocking,
      },
      files: {
        directories: launchDirectories(directorySettings(exec), isFull),
        workingDirectory: workingDirectoryOf(exec),
      },
      sandbox: { root: rootApplies ? exec.RootDirectory : null },
    },
  }
}

interface Becomes {
  readonly identity: Identity
  readonly environment: readonly string[]
}

/** Who the command becomes, and what it is told: `+` keeps our identity and still tells of the service's user. */
function becomes(
  exec: ExecSettings,
  { privilege }: Command,
  facts: LaunchFacts & { readonly isFull: boolean },
): Becomes {
  const wanted = { user: exec.User, group: exec.Group, supplementary: exec.SupplementaryGroups }
  const { identity, user } = resolveIdentity(wanted, facts.users)
  const tells = exec.SetLoginEnvironment ?? exec.User !== ''
  const login = user !== null && tells ? loginVariables(user) : [`USER=${facts.ownName}`]
  const environment = buildEnvironment({
    manager: facts.managerEnvironment,
    own: [...searchVariables(exec), ...login, ...facts.ownEnvironment, ...listenVariables(facts.descriptors.sockets)],
    inherited: facts.inheritedEnvironment,
    passed: exec.PassEnvironment,
    unit: exec.Environment,
    files: facts.environmentFiles,
    unset: exec.UnsetEnvironment,
  })
  const keepsOurs = facts.isFull || privilege === 'keeps-credentials'
  return { identity: keepsOurs ? { as: 'manager' } : identity, environment }
}

/** ExecSearchPath= is the service's PATH, too, unless its own environment has another. */
function searchVariables({ ExecSearchPath }: ExecSettings): readonly string[] {
  return ExecSearchPath.length === 0 ? [] : [`PATH=${ExecSearchPath.join(':')}`]
}

/** LISTEN_PID is filled in by the executor, which alone knows it. */
function listenVariables(sockets: readonly PassedSocket[]): readonly string[] {
  return sockets.length === 0
    ? []
    : ['LISTEN_PID=', `LISTEN_FDS=${sockets.length}`, `LISTEN_FDNAMES=${sockets.map(({ name }) => name).join(':')}`]
}

function expandCommand({ argv }: Command, environment: readonly string[]) {
  const [name = '', ...rest] = argv
  const expanded = expandArguments(rest, environment)
  // The program's own name is never a variable.
  return { argv: [name, ...expanded.argv], unset: expanded.unset }
}

function candidatesOf({ path }: Command, exec: ExecSettings, environment: readonly string[]): readonly string[] {
  if (path.startsWith('/')) {
    return [path]
  }
  const own = exec.ExecSearchPath
  const folders = own.length > 0 ? own : [...new Set([...searchPath, ...pathFolders(environment)])]
  return folders.map(folder => `${folder}/${path}`)
}

/** systemd looks only in the fixed places; the container's PATH may know more, and comes last. */
function pathFolders(environment: readonly string[]): readonly string[] {
  return (findVariable(environment, 'PATH') ?? '').split(':').filter(folder => folder.startsWith('/'))
}

export function directorySettings(exec: ExecSettings): readonly DirectorySetting[] {
  return directoryKinds.map(kind => ({
    kind,
    mode: exec[`${kind}DirectoryMode`],
    entries: exec[`${kind}Directory`],
  }))
}

function workingDirectoryOf({ WorkingDirectory }: ExecSettings): WorkingDirectory {
  if (WorkingDirectory === null) {
    return { at: 'path', path: '/', optional: false }
  }
  const { home, path, optional } = WorkingDirectory
  return home ? { at: 'home', optional } : { at: 'path', path, optional }
}

function scheduling(exec: ExecSettings): Pick<Launch['process'], 'scheduling' | 'ioPriority' | 'cpuAffinity'> {
  const cpu = exec.CPUScheduling
  const io = exec.IOScheduling
  const resetOnFork = exec.CPUSchedulingResetOnFork
  return {
    scheduling: cpu === null && !resetOnFork ? null : { policy: 0, priority: 0, ...cpu, resetOnFork },
    ioPriority: io === null ? null : { class: io.class, level: io.priority },
    cpuAffinity: exec.CPUAffinity.cpus.length === 0 ? null : exec.CPUAffinity.cpus,
  }
}

type Privileges = Omit<Launch['privileges'], 'identity'>

function privileges(exec: ExecSettings, isFull: boolean): Privileges {
  return isFull
    ? { noNewPrivileges: false, capabilityBounding: null, capabilityAmbient: null, secureBits: null }
    : {
        noNewPrivileges: exec.NoNewPrivileges,
        capabilityBounding: exec.CapabilityBoundingSet,
        capabilityAmbient: exec.AmbientCapabilities,
        secureBits: exec.SecureBits === 0 ? null : exec.SecureBits,
      }
}
