# Writes a small Debian root as a tar archive to stdout; everything else to stderr.
# Run in mount and process namespaces of its own: what it mounts goes away with it.
# usage: debootstrap.sh SUITE ARCHIVE FOLDER
set -eu
suite=$1 archive=$2 folder=$3
root=$folder/root
mkdir -p "$root"
# In memory: dpkg's many syncs cost nothing there.
mount -t tmpfs -o mode=755 tmpfs "$root"
debootstrap --variant=minbase "$suite" "$root" "$archive" >&2
cd "$root"
cat >etc/apt/sources.list.d/debian.sources <<EOF
Types: deb
URIs: http://deb.debian.org/debian
Suites: $suite $suite-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: http://deb.debian.org/debian-security
Suites: $suite-security
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
EOF
rm -f etc/apt/sources.list
# As in Debian's own slim image: no service starts on install, no caches, no documentation.
printf '#!/bin/sh\nexit 101\n' >usr/sbin/policy-rc.d
chmod 755 usr/sbin/policy-rc.d
printf 'force-unsafe-io\n' >etc/dpkg/dpkg.cfg.d/docker-apt-speedup
cat >etc/apt/apt.conf.d/docker-clean <<'EOF'
DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/archives/partial/*.deb /var/cache/apt/*.bin || true"; };
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
Acquire::Languages "none";
Acquire::GzipIndexes "true";
EOF
cat >etc/dpkg/dpkg.cfg.d/docker <<'EOF'
path-exclude /usr/share/doc/*
path-include /usr/share/doc/*/copyright
path-exclude /usr/share/info/*
path-exclude /usr/share/locale/*
path-exclude /usr/share/man/*
EOF
find usr/share/doc ! -name copyright ! -type d -delete
find usr/share/doc -mindepth 1 -type d -empty -delete
rm -rf usr/share/info/* usr/share/locale/* usr/share/man/* var/lib/apt/lists/* var/cache/apt/*.bin \
  var/cache/apt/archives/*.deb var/cache/debconf/*-old var/lib/dpkg/*-old var/log/* etc/hostname etc/resolv.conf
: >etc/machine-id
exec tar --sort=name --numeric-owner --exclude='./dev/*' --exclude='./proc/*' --exclude='./sys/*' -cf - .
