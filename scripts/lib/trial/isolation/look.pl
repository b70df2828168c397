# What the kernel says of containers, whatever is or is not in them.
# usage: perl look.pl PID…, in the engine's own process namespace, with CAP_SYS_PTRACE; PID: the first process of each
# prints for each PID: status PID KEY VALUE, process PID UID, listen PID tcp|udp ADDRESS PORT, socket PID PATH,
#   root PID writable|read-only
use strict;
use warnings;
use Fcntl qw(O_CREAT O_EXCL O_NOFOLLOW O_WRONLY);
use Socket qw(inet_ntop AF_INET AF_INET6);

for my $pid (grep { /^[0-9]+$/ } @ARGV) {
  status($pid);
  listening($pid, $_) for qw(tcp tcp6 udp udp6);
  sockets($pid);
  my $probe = "/proc/$pid/root/.recipe-commons-probe";
  my $is_written = sysopen my $file, $probe, O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY, 0600;
  unlink $probe if $is_written;
  print "root $pid ", ($is_written ? 'writable' : 'read-only'), "\n";
}

sub status {
  my ($pid) = @_;
  for (lines("/proc/$pid/status")) {
    print "status $pid $1 $2\n" if /^(CapEff|CapBnd|NoNewPrivs|Seccomp):\s+(\w+)/;
    print "status $pid $1 $2\n" if /^(Uid|Gid):\s+\d+\s+(\d+)/;
  }
  my $space = readlink "/proc/$pid/ns/pid" or return;
  for my $path (glob '/proc/[0-9]*') {
    next if (readlink("$path/ns/pid") // '') ne $space;
    # A health probe that is just being started is not the app yet.
    next if grep { /^Name:\s+runc/ } lines("$path/status");
    my ($uid) = map { /^Uid:\s+\d+\s+(\d+)/ } lines("$path/status");
    print "process $pid $uid\n" if defined $uid;
  }
}

sub listening {
  my ($pid, $table) = @_;
  my $state = $table =~ /tcp/ ? '0A' : '07';
  for (lines("/proc/$pid/net/$table")) {
    my ($address, $port) = /^\s*\d+: ([0-9A-F]+):([0-9A-F]{4}) [0-9A-F]+:0000 $state / or next;
    print "listen $pid ", substr($table, 0, 3), ' ', ip($address), ' ', hex $port, "\n";
  }
}

# As the kernel keeps it: words of four bytes in the order of the machine.
sub ip {
  my $bytes = pack 'L*', map { hex } $_[0] =~ /.{8}/g;
  my $is_mapped = length $bytes == 16 && substr($bytes, 0, 12) eq "\0" x 10 . "\xff" x 2;
  return inet_ntop(AF_INET, substr $bytes, 12) if $is_mapped;
  return inet_ntop(length $bytes == 4 ? AF_INET : AF_INET6, $bytes);
}

# Sockets of the host that were mounted as such.
sub sockets {
  my ($pid) = @_;
  for (lines("/proc/$pid/mountinfo")) {
    my $path = (split ' ')[4] // next;
    $path =~ s/\\([0-7]{3})/chr oct $1/ge;
    print "socket $pid $path\n" if $path !~ /[^ -~]/ && -S "/proc/$pid/root$path";
  }
}

sub lines { open my $file, '<', $_[0] or return; return <$file> }
