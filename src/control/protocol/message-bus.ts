/** The bus itself, as dbus-daemon offers it (D-Bus Specification, "Message Bus Specification"): what we use of it. */
import type { InterfaceSpec } from './interface-spec.ts'

/** `org.freedesktop.DBus`, on the object of the same path and the name of the same spelling. */
export const messageBusInterface = {
  name: 'org.freedesktop.DBus',
  properties: {},
  methods: {
    Hello: { out: { unique_name: 's' }, access: 'read' },
    RequestName: { in: { name: 's', flags: 'u' }, out: { result: 'u' }, access: 'read' },
    ReleaseName: { in: { name: 's' }, out: { result: 'u' }, access: 'read' },
    NameHasOwner: { in: { name: 's' }, out: { has_owner: 'b' }, access: 'read' },
    GetNameOwner: { in: { name: 's' }, out: { unique_name: 's' }, access: 'read' },
    GetConnectionUnixProcessID: { in: { name: 's' }, out: { pid: 'u' }, access: 'read' },
    GetConnectionUnixUser: { in: { name: 's' }, out: { uid: 'u' }, access: 'read' },
    AddMatch: { in: { rule: 's' }, access: 'read' },
    RemoveMatch: { in: { rule: 's' }, access: 'read' },
  },
  signals: {
    NameOwnerChanged: { name: 's', old_owner: 's', new_owner: 's' },
    NameAcquired: { name: 's' },
    NameLost: { name: 's' },
  },
} as const satisfies InterfaceSpec

/** The object of the bus. */
export const messageBusPath = '/org/freedesktop/DBus'
