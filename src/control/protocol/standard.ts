/** What every object answers to (D-Bus Specification, "Standard Interfaces"). The server implements these itself. */
import type { InterfaceSpec } from './interface-spec.ts'

/** `org.freedesktop.DBus.Peer`. */
const peerInterface = {
  name: 'org.freedesktop.DBus.Peer',
  properties: {},
  methods: {
    Ping: { access: 'read' },
    GetMachineId: { out: { machine_uuid: 's' }, access: 'read' },
  },
  signals: {},
} as const satisfies InterfaceSpec

/** `org.freedesktop.DBus.Introspectable`. */
const introspectableInterface = {
  name: 'org.freedesktop.DBus.Introspectable',
  properties: {},
  methods: {
    Introspect: { out: { xml_data: 's' }, access: 'read' },
  },
  signals: {},
} as const satisfies InterfaceSpec

/** `org.freedesktop.DBus.Properties`. */
export const propertiesInterface = {
  name: 'org.freedesktop.DBus.Properties',
  properties: {},
  methods: {
    Get: { in: { interface_name: 's', property_name: 's' }, out: { value: 'v' }, access: 'read' },
    GetAll: { in: { interface_name: 's' }, out: { props: 'a{sv}' }, access: 'read' },
    Set: { in: { interface_name: 's', property_name: 's', value: 'v' }, access: 'change' },
  },
  signals: {
    PropertiesChanged: { interface_name: 's', changed_properties: 'a{sv}', invalidated_properties: 'as' },
  },
} as const satisfies InterfaceSpec

/** What every object has. */
export const standardInterfaces: readonly InterfaceSpec[] = [
  peerInterface,
  introspectableInterface,
  propertiesInterface,
]
