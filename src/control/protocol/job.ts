/** Jobs (org.freedesktop.systemd1(5), "Job Objects"). */
import type { InterfaceSpec } from './interface-spec.ts'

/** `org.freedesktop.systemd1.Job`. */
export const jobInterface = {
  name: 'org.freedesktop.systemd1.Job',
  properties: {
    Id: { type: 'u', emits: 'const' },
    Unit: { type: '(so)', emits: 'const' },
    JobType: { type: 's', emits: 'const' },
    State: { type: 's', emits: 'true' },
    ActivationDetails: { type: 'a(ss)', emits: 'const' },
  },
  methods: {
    Cancel: { access: 'change' },
    GetAfter: { out: { jobs: 'a(usssoo)' }, access: 'read' },
    GetBefore: { out: { jobs: 'a(usssoo)' }, access: 'read' },
  },
  signals: {},
} as const satisfies InterfaceSpec
