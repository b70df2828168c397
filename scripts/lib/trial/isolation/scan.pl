# What a stranger on the same network reaches: asks for names, then tries TCP ports.
# usage: perl scan.pl SECONDS NAME,… ADDRESS,… PORT,… all|first    (each list may be "-")
# prints: name NAME ADDRESS, open ADDRESS PORT, and for each address: tried ADDRESS NUMBER
# PORT,… are tried first and on every address; with "all" the others of 1-65535 follow as long as SECONDS last.
use strict;
use warnings;
use Errno 'EINPROGRESS';
use Socket qw(:DEFAULT SOCK_NONBLOCK);

my ($seconds, $names, $addresses, $first, $extent) = @ARGV;
my @first = list($first);
my %first = map { $_ => 1 } @first;
my @others = $extent eq 'all' ? grep { !$first{$_} } 1 .. 65535 : ();

for my $name (list($names)) {
  my (undef, undef, undef, undef, @found) = gethostbyname $name;
  print "name $name ", inet_ntoa($_), "\n" for @found;
}
my $deadline = time + $seconds;
for my $address (list($addresses)) {
  my $tried = batch($address, 1.5, @first);
  for (my $at = 0; $at < @others && time < $deadline; $at += 256) {
    my $last = $at + 255 < $#others ? $at + 255 : $#others;
    $tried += batch($address, 0.5, @others[$at .. $last]);
  }
  print "tried $address $tried\n";
}

sub list { my ($text) = @_; return $text eq '-' ? () : split /,/, $text }

# A closed port of a neighbour answers at once; one that is filtered never does, hence the time.
sub batch {
  my ($address, $patience, @ports) = @_;
  my %waiting;
  for my $port (@ports) {
    socket my $socket, PF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0 or die "socket: $!\n";
    if (connect $socket, pack_sockaddr_in($port, inet_aton($address))) { print "open $address $port\n" }
    elsif ($! == EINPROGRESS) { $waiting{fileno $socket} = [$socket, $port] }
  }
  my $until = now() + $patience;
  while (%waiting && now() < $until) {
    my $want = '';
    vec($want, $_, 1) = 1 for keys %waiting;
    select undef, my $ready = $want, undef, 0.1;
    for my $number (grep { vec $ready, $_, 1 } keys %waiting) {
      my ($socket, $port) = @{delete $waiting{$number}};
      my $error = unpack 'i', getsockopt($socket, SOL_SOCKET, SO_ERROR);
      print "open $address $port\n" if $error == 0;
    }
  }
  return scalar @ports;
}

# perl-base has no Time::HiRes; the kernel's own clock does.
sub now { open my $file, '<', '/proc/uptime' or die; return (split ' ', <$file>)[0] }
