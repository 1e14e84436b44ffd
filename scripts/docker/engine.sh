#!/bin/bash
# Makes sure that a Docker engine answers, installing Debian's and starting it without networks where none does. Needs root.
set -euo pipefail
docker info >/dev/null 2>&1 && exit 0
missing=()
command -v dockerd >/dev/null || missing+=(docker.io)
command -v debootstrap >/dev/null || missing+=(debootstrap)
if [ ${#missing[@]} -gt 0 ]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi
log=/var/log/berth-dockerd.log
setsid nohup dockerd --bridge=none --iptables=false --ip6tables=false </dev/null >"$log" 2>&1 &
for _ in $(seq 120); do
  docker info >/dev/null 2>&1 && exit 0
  sleep 0.25
done
echo "No Docker engine answers, and the one started here does not either. Its last words:" >&2
tail -n 15 "$log" >&2
exit 1
