/** Where the system's manager listens (docs/decisions/0005-users-ask-a-socket-of-their-own.md). */

/** For root and the manager's own user, as systemd has it. */
export const privateSocketPath = '/run/systemd/private'

/** For everybody: who asks here may read, and waits behind root. */
export const publicSocketPath = '/run/systemd/public'
