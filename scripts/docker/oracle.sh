#!/bin/bash
# oracle.sh NAME [IMAGE]: boots real systemd as PID 1 of a container, to compare with.
set -euo pipefail
name=$1 image=${2:-berth-test/systemd}
here=$(dirname "$0")
[ "$image" != berth-test/systemd ] || "$here/image.sh" "$image" trixie systemd systemd-sysv dbus procps less
"$here/engine.sh"
cgroup=/sys/fs/cgroup
[ ! -d $cgroup/unified ] || cgroup=$cgroup/unified
docker rm -f "$name" >/dev/null 2>&1 || true
docker run -d --name "$name" --hostname "$name" --network none --cap-add SYS_ADMIN --cap-add NET_ADMIN --cap-add SYS_PTRACE \
  --security-opt seccomp=unconfined --tmpfs /run --tmpfs /run/lock -e container=docker \
  -v "$cgroup":/sys/fs/cgroup:rw --cgroupns=host "$image" /sbin/init >/dev/null
for _ in $(seq 150); do
  case $(docker exec "$name" systemctl is-system-running 2>/dev/null || true) in running | degraded) exit 0 ;; esac
  sleep 0.2
done
echo "real systemd did not come up in container $name" >&2
exit 1
