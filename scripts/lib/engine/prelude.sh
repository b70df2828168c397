# Runs inside an engine's fresh network, mount, pid, ipc and uts namespaces and turns into its Docker daemon.
# usage: prelude.sh RUN DATA MEMORY [dockerd argument…]    MEMORY: megabytes to keep Docker's data in, 0: on disk
set -eu
run=$1 data=$2 memory=$3
shift 3
# An empty /run but for our own folder: nothing of the host's Docker, containerd or systemd is seen or touched.
mount --bind "$run" "$data/hold"
mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p "$run" /run/etc/upper /run/etc/work
mount --move "$data/hold" "$run"
# The daemon writes /etc/docker/key.json and we need our own hosts: changes to /etc stay in this namespace.
mount -t overlay -o lowerdir=/etc,upperdir=/run/etc/upper,workdir=/run/etc/work overlay /etc
cat "$run/hosts" >/etc/hosts
rm -f /etc/resolv.conf
cat "$run/resolv.conf" >/etc/resolv.conf
[ "$memory" -eq 0 ] || mount -t tmpfs -o "mode=711,size=${memory}m" tmpfs "$data/docker"
# Only loopback and no default route: sealed.
ip link set lo up
iptables-restore --noflush "$run/iptables"
exec docker-init -- dockerd "$@"
