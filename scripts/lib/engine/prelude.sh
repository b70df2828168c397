# Runs inside an engine's fresh network, mount, pid, ipc and uts namespaces and turns into its Docker daemon.
# usage: prelude.sh RUN DATA STORAGE [dockerd argument…]    STORAGE of Docker's data: memory:MEGABYTES, disk:MEGABYTES or copy:DISK
set -eu
# The kernel kills this process with its parent from now on. Had the parent been killed before, somebody else would be it.
read -r _ _ _ parent _ </proc/self/stat
read -r name <"/proc/$parent/comm"
[ "$name" = unshare ] || exit 1
mount -t proc proc /proc
run=$1 data=$2 storage=$3
shift 3
# An empty /run but for our own folder: nothing of the host's Docker, containerd or systemd is seen or touched.
mount --bind "$run" "$data/hold"
mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p "$run" /run/etc/upper /run/etc/work
mount --move "$data/hold" "$run"
# The daemon writes /etc/docker/key.json and we need our own hosts: changes to /etc stay in this namespace.
mount -t overlay -o lowerdir=/etc,upperdir=/run/etc/upper,workdir=/run/etc/work overlay /etc
cat "$run/hosts" >/etc/hosts
cat "$run/hostname" >/proc/sys/kernel/hostname
rm -f /etc/resolv.conf
cat "$run/resolv.conf" >/etc/resolv.conf
# A disk of its own is removed as one file, cannot fill this machine's, and needs neither journal nor flushes, since
# nobody reads it after a crash. Where files cannot be mounted the data lie in the folder itself; the report says so.
case $storage in
memory:*) mount -t tmpfs -o "mode=711,size=${storage#*:}m" tmpfs "$data/docker" ;;
disk:*) truncate -s "${storage#*:}M" "$data/disk" && mkfs.ext4 -q -F -m 1 -O ^has_journal -E nodiscard,lazy_itable_init=1 "$data/disk" || : ;;
copy:*) cp --sparse=always "${storage#*:}" "$data/disk" ;;
esac
# The hundredth that is reserved is for the daemon's own group: it goes on, and tells, when a stack has filled the rest.
reserved=2000000000
[ ! -e "$data/disk" ] || mount -o "loop,noatime,barrier=0,resuid=$reserved,resgid=$reserved" "$data/disk" "$data/docker" || rm "$data/disk"
# Every engine is somebody of its own, whatever it was copied from.
rm -f /etc/docker/key.json "$data/docker/engine-id"
# Only loopback and no default route: sealed.
ip link set lo up
iptables-restore --noflush "$run/iptables"
exec setpriv --groups "$reserved" docker-init -- dockerd "$@"
