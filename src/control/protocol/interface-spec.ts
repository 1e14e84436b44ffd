/**
 * How an interface is written down. The tables in this folder are `as const satisfies InterfaceSpec`: servers implement them,
 * clients call them, introspection prints them, and the compiler derives every argument's and property's type from them.
 *
 * The order of keys is the order on the wire: of arguments, and of properties in GetAll and so in `systemctl show`.
 */

/**
 * Who may call: `read` anybody, `change` root and the manager's own user. Where systemd would ask polkit we say `change`
 * (org.freedesktop.systemd1(5), "Security").
 */
type AccessRight = 'read' | 'change'

/** Names and signatures of arguments, in order. */
export type ArgumentsSpec = Readonly<Record<string, string>>

export interface MethodSpec {
  readonly in?: ArgumentsSpec
  readonly out?: ArgumentsSpec
  readonly access: AccessRight
  /** The caller gets no answer, as it is gone or replaced by then. */
  readonly noReply?: true
  readonly deprecated?: true
  /** systemd asks for CAP_SYS_ADMIN and not polkit, and says so in its introspection. */
  readonly privileged?: true
}

export interface PropertySpec {
  readonly type: string
  /** What PropertiesChanged tells of it: never (`const`, `false`), the new value, or only that there is one. */
  readonly emits: 'const' | 'true' | 'invalidates' | 'false'
  /** May be set, with the right `change`. */
  readonly writable?: true
}

export type PropertiesSpec = Readonly<Record<string, PropertySpec>>
export type MethodsSpec = Readonly<Record<string, MethodSpec>>
type SignalsSpec = Readonly<Record<string, ArgumentsSpec>>

export interface InterfaceSpec {
  readonly name: string
  readonly properties: PropertiesSpec
  readonly methods: MethodsSpec
  readonly signals: SignalsSpec
}
