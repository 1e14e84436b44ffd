// The very commands of tools that call systemctl, with what these tools read from the answer, beside real systemd's answer.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { bootOracle, build, buildBerth, type Container, makeImage, start, tryDocker } from './docker.ts'

const base = 'berth-test/packages'
const ours = 'berth-test/clients-berth'
const oracle = 'berth-test-clients-oracle'

/** What a client reads; without `unlike`, real systemd's answer must be the same, too. */
interface Asked {
  readonly code?: number
  readonly out?: RegExp
  /** Why the two may differ in what they print: figures, or other units on the machine. */
  readonly unlike?: true
}

type Table = Readonly<Record<string, Asked>>

const keyAndValue = /^(?:[A-Za-z]+=.*\n|(?!\w+=).*\n)+$/
const unitRow = /^\s*nginx\.service +loaded +active +running +\S/m
const fileRow = /^nginx\.service +enabled +enabled/m

/** In the order in which they are asked: some change what the next ones see. */
const clients: Readonly<Record<string, Table>> = {
  'Ansible systemd_service': {
    systemctl: { out: unitRow, unlike: true },
    'systemctl daemon-reload': { out: /^$/ },
    "systemctl show 'nginx'": { out: /^LoadState=loaded\n(?:.*\n)*ActiveState=active$/m, unlike: true },
    "systemctl show 'nowhere' | grep -E '^(LoadState|ActiveState)='": { out: /LoadState=not-found/ },
    "systemctl show 'nginx' | grep -c ^LoadError": { code: 1, out: /^0$/m },
    "systemctl is-enabled 'nginx'": { out: /^enabled$/m },
    "systemctl is-enabled 'nginx' -l": { out: /^enabled$/m },
    "systemctl is-enabled 'memcached'": { code: 1, out: /^disabled$/m },
    "systemctl is-enabled 'nowhere'": { code: 4, out: /^not-found$/m },
    "systemctl list-unit-files 'nginx.service'": { out: fileRow },
    "systemctl list-unit-files 'getty@*'": { out: /^getty@\.service +enabled/m },
    "systemctl is-active 'nginx'": { out: /^active$/m },
    "systemctl is-active 'memcached'": { code: 3, out: /^inactive$/m },
    "systemctl mask 'memcached'": {},
    "systemctl is-enabled 'memcached' ": { code: 1, out: /^masked$/m },
    "systemctl show 'memcached' | grep ^LoadState": { out: /^LoadState=masked$/m },
    "systemctl unmask 'memcached'": {},
    "systemctl enable 'memcached'": {},
    "systemctl disable 'memcached'": {},
    "systemctl stop 'cron'": { out: /^$/ },
    "systemctl start 'cron'": { out: /^$/ },
    "systemctl restart --no-block 'cron'": { out: /^$/ },
    "systemctl reload 'nginx'": { out: /^$/ },
  },
  'Ansible service and facts': {
    'systemctl list-units --no-pager --type service --all --plain': {
      out: /^nginx\.service +loaded +active +running +\S/m,
      unlike: true,
    },
    'systemctl list-unit-files --no-pager --type service --all | grep nginx': { out: fileRow },
    'systemctl show nginx --property=ActiveState': { out: /^ActiveState=active\n$/ },
    'systemctl --version': { out: /^systemd 257 \(.*\)\n[+-]\w+ .*\n$/, unlike: true },
    'cat /proc/1/comm': { out: /^systemd$/m },
    'test -d /run/systemd/system': {},
  },
  Puppet: {
    'systemctl list-unit-files --type service --full --all --no-pager | grep -E "^(nginx|cron|memcached)"': {
      out: /^(?:(\S+)\s+(disabled|enabled|masked|indirect|bad|static)\s*([^-]\S+)?\s*\n){3}$/,
    },
    'systemctl is-enabled -- nginx': { out: /^enabled$/m },
    'systemctl is-active -- nginx': { out: /^active$/m },
    'systemctl cat -- nginx': { out: /^# \/usr\/lib\/systemd\/system\/nginx\.service$/m },
    'systemctl cat -- nowhere': { code: 1, out: /^$/ },
    'systemctl show --property=NeedDaemonReload -- nginx': { out: /^NeedDaemonReload=no$/m },
    'systemctl unmask -- cron': { out: /^$/ },
  },
  Salt: {
    'systemctl status nginx -n 0': { out: /nginx\.service/, unlike: true },
    'systemctl status nowhere -n 0': { code: 4 },
    'systemctl --full --no-legend --no-pager': { out: unitRow, unlike: true },
    'systemctl list-unit-files --full --no-legend --no-pager | grep nginx': { out: fileRow },
    'systemctl show -p Id nginx': { out: /^Id=nginx\.service$/m },
    'systemctl show nginx': { out: /^ExecStart=\{ path=\S+ ; argv\[\]=.* ; ignore_errors=no ; .* \}$/m, unlike: true },
  },
  Chef: {
    'systemctl --system show -p UnitFileState -p ActiveState nginx': {
      out: /^(?:ActiveState=active|UnitFileState=enabled|\n)+$/,
    },
    'systemctl is-enabled nginx --quiet': { out: /^$/ },
    'systemctl preset memcached': {},
    'systemctl disable memcached': {},
    'systemctl revert cron': { out: /^$/ },
    'systemctl reenable cron': {},
    'systemctl try-restart cron': { out: /^$/ },
    'systemctl reload-or-restart cron': { out: /^$/ },
    // These images have no man(1), which real systemd minds, too.
    'systemd-analyze verify /usr/lib/systemd/system/cron.service 2>&1': { code: 1, out: /man cron\(8\)/ },
    'systemd-analyze verify --man=no /usr/lib/systemd/system/cron.service 2>&1': { out: /^$/ },
  },
  'testinfra, goss, serverspec, InSpec': {
    'systemctl list-unit-files | grep -q "^nginx"': {},
    'systemctl is-active nowhere': { code: 4, out: /^inactive$/m },
    'systemctl show nginx': { out: keyAndValue, unlike: true },
    'systemctl -q list-unit-files --type=service | grep nginx': { out: fileRow },
    'systemctl -q is-enabled nginx': { out: /^$/ },
    'systemctl -q is-active nginx': { out: /^$/ },
    'systemctl --quiet is-enabled memcached': { code: 1, out: /^$/ },
    'systemctl show --no-pager --all nginx': { out: /^ActiveState=active$/m, unlike: true },
    'systemctl is-active nginx --quiet': { out: /^$/ },
    'systemd-analyze --man=no verify nginx.service 2>&1': { out: /^$/ },
    'readlink -f /sbin/init': { out: /systemd|systemctl/, unlike: true },
    'readlink /sbin/init': { out: /systemd|systemctl/, unlike: true },
  },
  'deb-systemd-helper, deb-systemd-invoke': {
    'systemctl reset-failed cron': { out: /^$/ },
    'systemctl --root=/ --system --preset-mode=enable-only preset cron': {},
    "systemctl --system is-enabled -- 'nginx'": { out: /^enabled$/m },
    'systemctl --system --quiet is-active -- nginx': { out: /^$/ },
    'systemctl --quiet --system restart cron.service': { out: /^$/ },
    'systemctl --version --quiet': { out: /^systemd 257/, unlike: true },
    "systemctl --no-legend --quiet list-units 'user@*'": { out: /^$/ },
  },
  'invoke-rc.d, service, lsb': {
    'systemctl reset-failed': { out: /^$/ },
    'systemctl is-active --quiet sysinit.target': {},
    'systemctl --quiet is-enabled nginx': {},
    'systemctl show --value --property SourcePath nginx': { out: /^$/m },
    'systemctl -p LoadState show nginx': { out: /^LoadState=loaded$/m },
    'systemctl -p CanReload show nginx': { out: /^CanReload=yes$/m },
    'systemctl --quiet is-system-running': { out: /^$/ },
    'systemctl --signal=CONT kill cron': { out: /^$/ },
    'systemctl status --full --no-pager nginx': { out: /Active: active \(running\)/, unlike: true },
    "systemctl list-unit-files --full --type=socket 2>/dev/null | sed -ne 's/\\.socket\\s*[a-z]*\\s*.*$/.socket/p' | grep -x dbus.socket":
      { out: /^dbus\.socket$/m },
    'systemctl -p Triggers show dbus.socket': { out: /^Triggers=dbus\.service$/m },
    'systemctl -p LoadState --value show nginx': { out: /^loaded$/m },
    'systemctl -p CanReload --value show nginx': { out: /^yes$/m },
    'systemctl --no-ask-password daemon-reload': { out: /^$/ },
    'systemctl --no-pager restart cron': { out: /^$/ },
    'systemctl --root=/ --quiet enable memcached': {},
    'systemctl --root=/ --quiet disable memcached': {},
    'service cron restart': {},
    'service cron status': { out: /Active: active/, unlike: true },
    'invoke-rc.d cron restart': {},
  },
  'RPM scriptlets': {
    'systemctl --no-reload preset cron.service': {},
    'systemctl --no-reload disable --now memcached.service': {},
    "systemctl list-units 'user@*' --legend=no": { out: /^$/ },
    'systemctl show -p ActiveState nginx --value': { out: /^active$/m },
    'systemctl show -p SubState nginx --value': { out: /^running$/m },
    'systemctl set-property cron Markers=+needs-restart': { out: /^$/ },
    'systemctl show -p Markers cron': { out: /^Markers=needs-restart$/m },
    'systemctl reload-or-restart --marked': { out: /^$/ },
    'systemctl show -p Markers -p ActiveState cron': { out: /^ActiveState=active\nMarkers=$/m },
    'systemctl --no-reload preset --global nowhere.service': { code: 1, out: /^$/ },
    'systemctl --user -M root@ daemon-reload': { code: 1, out: /^$/ },
    '/usr/bin/systemd-escape --mangle nginx': { out: /^nginx\.service$/m },
    'systemctl daemon-reload': { out: /^$/ },
  },
  'shell completion': {
    'COMP_WORDS=(systemctl is-active ngi) COMP_CWORD=2; . /usr/share/bash-completion/completions/systemctl; _systemctl; echo "${COMPREPLY[@]}"':
      { out: /^nginx\.service$/m, unlike: true },
  },
}

const commands = Object.values(clients).flatMap(table => Object.keys(table))

/** Runs all commands in one shell: what each printed on standard output, and how it ended. */
function runAll(container: string): readonly { readonly out: string; readonly code: number }[] {
  const script = commands.map(command => `( ${command}\n) </dev/null 2>/dev/null; printf '\\1%s\\2' $?`).join('\n')
  const { out } = tryDocker('exec', '-e', 'COLUMNS=200', container, 'bash', '-c', script)
  const answers = out.split('\u0002').slice(0, -1)
  return answers.map(answer => {
    const [text = '', code = ''] = answer.split('\u0001')
    return { out: text, code: Number(code) }
  })
}

/** Columns are as wide as their widest cell, which may be another unit's. */
const blanks = (text: string | undefined): string | undefined => text?.replace(/ +/g, ' ')

let berth: Container
let mine: ReturnType<typeof runAll>
let real: ReturnType<typeof runAll>

beforeAll(async () => {
  const services = ['nginx-light', 'redis-server', 'cron', 'openssh-server', 'memcached', 'mini-httpd']
  makeImage(base, 'trixie', ...services, 'systemd', 'systemd-sysv', 'dbus', 'procps', 'curl', 'netcat-openbsd')
  buildBerth()
  build(`${ours}-set`, `FROM ${base}\nRUN systemctl disable mini-httpd memcached && : > /etc/machine-id\n`)
  build(ours, `FROM ${ours}-set\nCOPY --from=berth / /\nCMD ["/usr/bin/systemctl"]\n`)
  berth = start('berth-test-clients', ours, ['--tmpfs', '/run'])
  bootOracle(oracle, `${ours}-set`)
  await berth.line(/Reached target graphical\.target/)
  mine = runAll(berth.name)
  real = runAll(oracle)
}, 600_000)

afterAll(() => {
  berth?.remove()
  tryDocker('rm', '-f', '-v', oracle)
  tryDocker('rmi', '-f', ours, `${ours}-set`)
})

describe.each(Object.entries(clients))('%s', (_client, table) => {
  test.each(Object.entries(table))('%s', (command, { code = 0, out = /^/, unlike }) => {
    const at = commands.indexOf(command)
    expect(mine[at]).toEqual({ code, out: expect.stringMatching(out) })
    expect(mine[at]?.code).toBe(real[at]?.code)
    if (unlike === undefined) {
      expect(blanks(mine[at]?.out)).toBe(blanks(real[at]?.out))
    }
  })
})
