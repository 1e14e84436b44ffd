/** Introspection (D-Bus Specification, "Introspection Data Format"), printed from the tables in sd-bus' form. */
import type { ArgumentsSpec, InterfaceSpec, MethodSpec, PropertySpec } from './protocol/interface-spec.ts'
import { standardInterfaces } from './protocol/standard.ts'

const doctype = `<!DOCTYPE node PUBLIC "-//freedesktop//DTD D-BUS Object Introspection 1.0//EN"
"https://www.freedesktop.org/standards/dbus/1.0/introspect.dtd">
`

/** The description of an object with these interfaces, besides the standard ones, and of the names of the nodes below it. */
export function introspect(specs: readonly InterfaceSpec[], children: readonly string[]): string {
  const interfaces = [...standardInterfaces, ...specs].map(introspectInterface).join('')
  const nodes = children.map(name => ` <node name="${name}"/>\n`).join('')
  return `${doctype}<node>\n${interfaces}${nodes}</node>\n`
}

/** One interface: properties, methods, signals. */
export function introspectInterface(spec: InterfaceSpec): string {
  const properties = Object.entries(spec.properties).map(([name, property]) => introspectProperty(name, property))
  const methods = Object.entries(spec.methods).map(([name, method]) => introspectMethod(name, method))
  const signals = Object.entries(spec.signals).map(
    ([name, args]) => `  <signal name="${name}">\n${introspectArguments(args, '')}  </signal>\n`,
  )
  const members = [...properties, ...methods, ...signals].join('')
  return ` <interface name="${spec.name}">\n${members} </interface>\n`
}

function introspectProperty(name: string, property: PropertySpec): string {
  const access = property.writable ? 'readwrite' : 'read'
  const emits =
    property.emits === 'true' ? '' : annotate('org.freedesktop.DBus.Property.EmitsChangedSignal', property.emits)
  const privileged = property.writable ? annotate('org.freedesktop.systemd1.Privileged', 'true') : ''
  return `  <property name="${name}" type="${property.type}" access="${access}">\n${emits}${privileged}  </property>\n`
}

function introspectMethod(name: string, method: MethodSpec): string {
  const args = introspectArguments(method.in, ' direction="in"') + introspectArguments(method.out, ' direction="out"')
  const deprecated = method.deprecated ? annotate('org.freedesktop.DBus.Deprecated', 'true') : ''
  const noReply = method.noReply ? annotate('org.freedesktop.DBus.Method.NoReply', 'true') : ''
  const privileged = method.privileged ? annotate('org.freedesktop.systemd1.Privileged', 'true') : ''
  return `  <method name="${name}">\n${args}${deprecated}${noReply}${privileged}  </method>\n`
}

function introspectArguments(args: ArgumentsSpec | undefined, direction: string): string {
  return Object.entries(args ?? {})
    .map(([name, type]) => `   <arg type="${type}" name="${name}"${direction}/>\n`)
    .join('')
}

function annotate(name: string, value: string): string {
  return `   <annotation name="${name}" value="${value}"/>\n`
}
