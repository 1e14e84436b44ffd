/** status: of units and of the system. */
import type { Invocation } from '../../../../scripts/record-cli/invocation.ts'
import { plain, wide } from './lines.ts'

const many =
  't-runs t-fails t-killed t-unable t-unmet-two t-asserts t-notifies t-tells t-dropped t-forks t-hangs t-once t-stays ' +
  't-answers.socket t-accepts.socket t-rings.timer t-ticks.timer t-watches.path t-all.target t-masked t-bad t-shadowed ' +
  't-empty t-swims t-pooled.slice t-limited t-each@one t-ends-badly tmp.mount dev-null.device t-ends'

export const status: readonly Invocation[] = [
  ...many.split(' ').map(name => ({ run: `systemctl status -n0 ${name}` })),
  ...plain(
    'systemctl status t-nowhere',
    'systemctl status -n0 t-runs t-nowhere',
    'systemctl status -n0 t-nowhere t-runs',
    'systemctl status -n0 t-fails t-nowhere',
    'systemctl status -n0 t-runs t-fails',
    'systemctl status -n0 t-masked t-fails',
    "systemctl status -n0 't-r*.service'",
    "systemctl status -n0 't-nothing*'",
    'systemctl status -n0 t-each@',
    'systemctl status -n0 a/b',
    "systemctl status -n0 'a b'",
    "systemctl status ''",
    'systemctl status -n0 /tmp',
    'systemctl status -n0 1 | head -5',
    'systemctl status 99999',
    'systemctl status -n0 t-weird\\\\x2dname',
    'systemctl status -q -n0 t-runs',
    'systemctl status -l -n0 t-runs',
    'systemctl status --plain -n0 t-runs',
    'systemctl status -a -n0 t-once',
    'systemctl status --timestamp=unix -n0 t-rings.timer',
    'systemctl status --timestamp=us -n0 t-stays',
    'systemctl status -n0 --with-dependencies t-all.target | grep "^[^ ]" | sort',
    'systemctl status -n0 -t path',
    "systemctl status -n0 --state=listening 't-ans*'",
    'systemctl status -n -1 t-runs',
    'systemctl status -n0 -o nonsense t-runs',
    'systemctl status | sed "/CGroup/,\\$d; /Units:/d; /Jobs:/d; /Failed:/d"',
    'LANG=C systemctl status -n0 t-dropped t-fails t-unmet-two t-forks',
    'runuser -u nobody -- systemctl status -n0 t-runs',
  ),
  {
    run: 'systemctl status -n0 t-posts',
    before: 'systemctl start --no-block t-posts; sleep 0.3',
    after: 'systemctl stop t-posts',
  },
  {
    run: 'systemctl status -n0 t-linked',
    before: 'systemctl -q enable t-linked',
    after: 'systemctl -q disable t-linked',
  },
  {
    run: 'systemctl status -n0 t-outside',
    before: 'systemctl -q link /opt/t/t-outside.service',
    after: 'systemctl -q disable t-outside',
  },
  {
    run: 'systemctl --no-pager status -n0 t-linked',
    before: 'systemctl -q enable --runtime t-linked',
    after: 'systemctl -q disable --runtime t-linked',
    columns: 80,
  },
  {
    run: 'systemctl status -n0 t-stays 2>&1',
    before:
      'touch /etc/systemd/system/t-stays.service.d; mkdir -p /etc/systemd/system/t-stays.service.d; printf "[Unit]\\n" >/etc/systemd/system/t-stays.service.d/x.conf',
    after: 'rm -r /etc/systemd/system/t-stays.service.d; systemctl daemon-reload',
  },
  ...wide(`systemctl --no-pager status -n0 ${many}`, 40, 60, 80, 120, 200),
  ...wide(`LANG=C systemctl --no-pager status -n0 ${many}`, 40, 80),
  ...wide('SYSTEMD_COLORS=16 systemctl --no-pager status -n0 t-fails t-runs t-dropped t-linked t-tells', 80),
  ...wide('NO_COLOR=1 systemctl --no-pager status -n0 t-fails t-runs t-dropped', 80),
  ...wide('SYSTEMD_URLIFY=0 systemctl --no-pager status -n0 t-runs t-dropped', 80),
  ...wide('systemctl --no-pager status -n0 --full t-forks', 40),
  ...wide('systemctl --no-pager status -n0 t-forks', 20),
  ...wide('systemctl --no-pager status -n0 t-nowhere', 80),
  ...wide('PATH=/opt/t/pagers:$PATH systemctl status -n0 t-runs', 60),
  ...wide('systemctl status | sed "/CGroup/,\\$d; /Units:/d; /Jobs:/d; /Failed:/d"', 80),
]
