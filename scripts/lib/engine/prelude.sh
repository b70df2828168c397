# Runs inside an engine's fresh network, mount, pid, ipc and uts namespaces and turns into its Docker daemon.
# usage: prelude.sh RUN HOLD [dockerd argument…]
set -eu
run=$1 hold=$2
shift 2
# An empty /run but for our own folder: nothing of the host's Docker, containerd or systemd is seen or touched.
mount --bind "$run" "$hold"
mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p "$run" /run/etc/upper /run/etc/work
mount --move "$hold" "$run"
# The daemon writes /etc/docker/key.json and we need our own hosts: changes to /etc stay in this namespace.
mount -t overlay -o lowerdir=/etc,upperdir=/run/etc/upper,workdir=/run/etc/work overlay /etc
cat "$run/hosts" >/etc/hosts
# Only loopback and no default route: sealed.
ip link set lo up
iptables-restore --noflush "$run/iptables"
exec docker-init -s -- dockerd "$@"
