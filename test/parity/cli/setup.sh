#!/bin/sh
# Brings the units into the state in which the list of invocations finds them. Run inside the container.
systemctl -q disable t-runs t-stays t-linked t-outside t-answers.service t-each@ t-once 2>/dev/null
rm -f /run/systemd/system/t-*.service /etc/systemd/system/t-nowhere.service /etc/systemd/system/t-each@.service
systemctl daemon-reload
systemctl start t-runs t-notifies t-once t-stays t-forks t-each@one t-swims t-dropped t-shadowed \
  t-a-very-long-name-that-does-not-fit-into-any-narrow-column-of-a-terminal 't-weird\x2dname' \
  t-answers.socket t-accepts.socket t-rings.timer t-ticks.timer t-watches.path
systemctl start t-keeps.target t-tells
systemctl start t-ends-badly
systemctl start t-fails t-killed t-unable t-unmet t-asserts
systemctl start t-ends
systemctl start --no-block t-hangs
exit 0
