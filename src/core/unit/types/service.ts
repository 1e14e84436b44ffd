/** Services (systemd.service(5)): what is decided by default, what cannot be, and what comes first. */

import type { ParsedExec } from '#core/unit/directives/exec.ts'
import type { ParsedService, ServiceSettings, ServiceType } from '#core/unit/directives/service.ts'
import { USEC_INFINITY } from '#core/unit/kinds/span.ts'
import type { Draft } from '#core/unit/read/load-context.ts'
import { addDefaultDependencies } from '#core/unit/relate/default-dependencies.ts'
import { addExecDependencies, completeExec, completeResource, serviceStreams } from '#core/unit/relate/implicit.ts'
import type { ServiceUnit } from '#core/unit/unit.ts'
import { type Finished, finished, type PartOf } from './finished.ts'

export function finishService(draft: Draft): Finished<PartOf<ServiceUnit>> {
  const { parsed, context } = draft
  const service = completeService(draft)
  const exec = completeExec(parsed.exec, serviceStreams(parsed.exec, context.manager), draft)
  addExecDependencies(exec, draft)
  for (const socket of service.Sockets) {
    draft.relations.add(socket, 'Wants', 'After', 'TriggeredBy')
  }
  if (parsed.unit.DefaultDependencies) {
    addDefaultDependencies('service', draft.relations, context)
  }
  if (service.Type === 'dbus') {
    draft.relations.add('dbus.socket', 'Requires', 'After')
  }

  const problem = problemWith(service, draft)
  if (problem === undefined) {
    warnOf(parsed.service, service, draft)
  }
  const resource = completeResource(parsed.resource, exec)
  return finished({ type: 'service', service, exec, kill: parsed.kill, resource }, problem)
}

function completeService({ parsed, context: { manager } }: Draft): ServiceSettings {
  const said = parsed.service
  const type = said.Type ?? implicitType(said, hasCredentials(parsed.exec))
  const delay = said.RestartSec ?? manager.DefaultRestartSec
  const stop = said.TimeoutStopSec ?? manager.DefaultTimeoutStopSec
  const notifies = type === 'notify' || type === 'notify-reload' || said.FileDescriptorStoreMax > 0
  const watched = said.WatchdogSec > 0n
  const access = said.NotifyAccess ?? 'none'
  return {
    ...said,
    Type: type,
    // biome-ignore lint/complexity/useMathMinMax: Math.min knows no bigint.
    RestartSec: delay > said.RestartMaxDelaySec ? said.RestartMaxDelaySec : delay,
    NotifyAccess: access === 'none' && (notifies || watched) ? 'main' : access,
    TimeoutStartSec: said.TimeoutStartSec ?? (type === 'oneshot' ? USEC_INFINITY : manager.DefaultTimeoutStartSec),
    TimeoutStopSec: stop,
    TimeoutAbortSec: said.TimeoutAbortSec ?? manager.DefaultTimeoutAbortSec ?? stop,
    OOMPolicy: said.OOMPolicy ?? (parsed.resource.Delegate.on ? 'continue' : manager.DefaultOOMPolicy),
  }
}

/** What reads credentials must have begun before something else may take them away. */
function implicitType(service: ParsedService, needsCredentials: boolean): ServiceType {
  if (service.BusName !== '') {
    return 'dbus'
  }
  if (service.ExecStart.length === 0) {
    return 'oneshot'
  }
  return needsCredentials ? 'exec' : 'simple'
}

function hasCredentials({ SetCredentials, LoadCredentials, ImportCredentials }: ParsedExec): boolean {
  return SetCredentials.length > 0 || LoadCredentials.length > 0 || ImportCredentials.length > 0
}

function problemWith(service: ServiceSettings, { parsed }: Draft): string | undefined {
  const { ExecStart, ExecStop, Type, RemainAfterExit } = service
  const acts = parsed.unit.SuccessAction !== 'none'
  const isOneshot = Type === 'oneshot'
  if (ExecStart.length === 0 && ExecStop.length === 0 && !acts) {
    return 'Service has no ExecStart=, ExecStop=, or SuccessAction=. Refusing.'
  }
  if (ExecStart.length === 0 && !isOneshot) {
    return 'Service has no ExecStart= setting, which is only allowed for Type=oneshot services. Refusing.'
  }
  if (ExecStart.length === 0 && !RemainAfterExit && !acts) {
    return 'Service has no ExecStart= and no SuccessAction= settings and does not have RemainAfterExit=yes set. Refusing.'
  }
  if (ExecStart.length > 1 && !isOneshot) {
    return 'Service has more than one ExecStart= setting, which is only allowed for Type=oneshot services. Refusing.'
  }
  if (isOneshot && (service.Restart === 'always' || service.Restart === 'on-success')) {
    return "Service has Restart= set to either always or on-success, which isn't allowed for Type=oneshot services. Refusing."
  }
  if (isOneshot && service.ExitType === 'cgroup') {
    return "Service has ExitType=cgroup set, which isn't allowed for Type=oneshot services. Refusing."
  }
  if (Type === 'dbus' && service.BusName === '') {
    return 'Service is of type D-Bus but no D-Bus service name has been specified. Refusing.'
  }
  if (Type === 'forking' && parsed.exec.PrivatePIDs === 'yes') {
    return 'Service of Type=forking does not support PrivatePIDs=yes. Refusing.'
  }
  return problemWithPam(parsed.exec.PAMName, parsed.kill.KillMode)
}

/** A PAM session ends with its last process, so all of them must end. */
export function problemWithPam(name: string, mode: string): string | undefined {
  return name === '' || mode === 'control-group' || mode === 'mixed'
    ? undefined
    : "Unit has PAM enabled. Kill mode must be set to 'control-group' or 'mixed'. Refusing."
}

function warnOf(said: ParsedService, service: ServiceSettings, draft: Draft): void {
  const { USBFunctionDescriptors: descriptors, USBFunctionStrings: strings } = service
  if (descriptors !== '' && strings === '') {
    draft.warn('Service has USBFunctionDescriptors= setting, but no USBFunctionStrings=. Ignoring.')
  }
  if (descriptors === '' && strings !== '') {
    draft.warn('Service has USBFunctionStrings= setting, but no USBFunctionDescriptors=. Ignoring.')
  }
  if (service.RuntimeMaxSec < USEC_INFINITY && service.Type === 'oneshot') {
    draft.warn('RuntimeMaxSec= has no effect in combination with Type=oneshot. Ignoring.')
  }
  if (service.RuntimeMaxSec === USEC_INFINITY && service.RuntimeRandomizedExtraSec !== 0n) {
    draft.warn('Service has RuntimeRandomizedExtraSec= setting, but no RuntimeMaxSec=. Ignoring.')
  }
  if (said.RestartMaxDelaySec === USEC_INFINITY && said.RestartSteps > 0) {
    draft.warn('Service has RestartSteps= but no RestartMaxDelaySec= setting. Ignoring.')
  }
  if (said.RestartMaxDelaySec < USEC_INFINITY && said.RestartSteps === 0) {
    draft.warn('Service has RestartMaxDelaySec= but no RestartSteps= setting. Ignoring.')
  }
  if (service.RestartSec < (said.RestartSec ?? 0n)) {
    draft.warn(
      'RestartMaxDelaySec= has a value smaller than RestartSec=, resetting RestartSec= to RestartMaxDelaySec=.',
    )
  }
}
