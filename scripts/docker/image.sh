#!/bin/bash
# image.sh NAME SUITE [PACKAGE...]: a Debian image from debootstrap's minimal system and these packages, none of them started.
# An image of that name is kept as it is. Sources are those of this machine.
set -euo pipefail
name=$1 suite=$2
shift 2
"$(dirname "$0")/engine.sh"
docker image inspect "$name" >/dev/null 2>&1 && exit 0
command -v debootstrap >/dev/null || { apt-get update -qq; apt-get install -y -qq --no-install-recommends debootstrap >/dev/null; }
base=berth-test/$suite
if ! docker image inspect "$base" >/dev/null 2>&1; then
  folder=$(mktemp -d /var/tmp/berth-image.XXXXXX)
  trap 'rm -rf "$folder"' EXIT
  mirror=$(apt-get indextargets --format '$(SITE)' | head -n 1)
  if [ -z "$mirror" ]; then apt-get update -qq; mirror=$(apt-get indextargets --format '$(SITE)' | head -n 1); fi
  if ! debootstrap --variant=minbase "$suite" "$folder" "$mirror" >"$folder.log" 2>&1; then
    echo "debootstrap $suite failed:" >&2
    tail -n 15 "$folder.log" >&2
    exit 1
  fi
  rm -rf "$folder.log" "$folder"/var/cache/apt/archives/*.deb
  tar -C "$folder" -c . | docker import - "$base" >/dev/null
fi
if [ $# -eq 0 ]; then
  docker tag "$base" "$name"
  exit 0
fi
docker build --network host -q -t "$name" - >/dev/null <<EOF
FROM $base
RUN printf '#!/bin/sh\nexit 101\n' > /usr/sbin/policy-rc.d && chmod 755 /usr/sbin/policy-rc.d && apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $* \
 && rm -rf /usr/sbin/policy-rc.d /var/cache/apt/archives/*.deb /var/lib/apt/lists/*
EOF
