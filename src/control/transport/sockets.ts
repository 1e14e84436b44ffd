/** Where managers listen, below their runtime folders (docs/decisions/0005-users-ask-a-socket-of-their-own.md). */

export interface ControlSockets {
  /** For root and the manager's own user, as systemd has it. */
  readonly private: string
  /** For everybody: who asks here may read, and waits behind root. Null where there is nobody else. */
  readonly public: string | null
}

/** The sockets of the manager with this runtime folder, which answers everybody or its own user only. */
export function controlSockets(runtimeFolder: string, answers: 'everybody' | 'its user'): ControlSockets {
  return {
    private: `${runtimeFolder}/private`,
    public: answers === 'everybody' ? `${runtimeFolder}/public` : null,
  }
}
