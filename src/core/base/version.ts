/** What we say we are. */

declare const BERTH_VERSION: string | undefined

/** The version of systemd whose behaviour this is. */
export const systemdVersion = '257'

/** Our own version, put in when the program is built. */
export function ownVersion(): string {
  return typeof BERTH_VERSION === 'undefined' ? 'development' : BERTH_VERSION
}

/** What was compiled in, in systemd's words: of all that only init scripts as services concern us. */
export const features: readonly string[] = [
  '-PAM',
  '-AUDIT',
  '-SELINUX',
  '-APPARMOR',
  '-IMA',
  '-SMACK',
  '-SECCOMP',
  '-GCRYPT',
  '-GNUTLS',
  '-OPENSSL',
  '-ACL',
  '-BLKID',
  '-CURL',
  '-ELFUTILS',
  '-FIDO2',
  '-KMOD',
  '-LIBCRYPTSETUP',
  '-TPM2',
  '-XZ',
  '-ZLIB',
  '-ZSTD',
  '-BPF_FRAMEWORK',
  '-UTMP',
  '+SYSVINIT',
]
