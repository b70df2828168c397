# Stands at the gate of an engine's network and notes who wants out: every name asked for, every address called.
# usage: perl witness.pl RESOLVER-ADDRESS RESOLVER-PORT, in the engine's own network namespace, with CAP_NET_RAW
# prints "ready", then each once: name SOURCE NAME, tcp SOURCE ADDRESS PORT, udp SOURCE ADDRESS PORT, icmp SOURCE ADDRESS
use strict;
use warnings;
use Socket;

use constant { AF_PACKET => 17, ETH_P_IP => 0x0800, PACKET_HOST => 0, MOST => 2000 };
use constant { ICMP => 1, TCP => 6, UDP => 17 };

my ($resolver, $resolver_port) = @ARGV;
my (%told, %interfaces);
socket my $socket, AF_PACKET, SOCK_DGRAM, unpack('n', pack 'S', ETH_P_IP) or die "socket: $!\n";
$| = 1;
print "ready\n";
while (1) {
  my $from = recv $socket, my $packet, 2048, 0;
  next if !defined $from || length $packet < 28;
  my (undef, undef, $interface, undef, $kind) = unpack 'S n i S C', $from;
  next if $kind != PACKET_HOST;
  my $is_gate = name_of($interface) eq 'docker_gwbridge';
  next if !$is_gate && name_of($interface) ne 'lo';
  my ($head, $fragment, $protocol, $source, $target) = unpack 'C x5 n x C x2 a4 a4', $packet;
  next if $fragment & 0x1fff;
  my $payload = substr $packet, 4 * ($head & 15);
  next if length $payload < 8;
  note($is_gate, inet_ntoa($source), inet_ntoa($target), $protocol, $payload);
}

sub note {
  my ($is_gate, $source, $target, $protocol, $payload) = @_;
  my (undef, $port) = unpack 'n n', $payload;
  if ($protocol == UDP && ($port == 53 || $port == $resolver_port)) {
    # Containers ask the daemon for names, and it asks on for them: whose question it was is not seen there.
    my $is_asked = $is_gate || $target eq $resolver;
    my $name = $is_asked ? question(substr $payload, 8) : undef;
    tell_once("name $source $name") if defined $name;
  }
  elsif ($is_gate && !is_local($source, $target)) {
    tell_once("udp $source $target $port") if $protocol == UDP;
    tell_once("icmp $source $target") if $protocol == ICMP && ord $payload == 8;
    tell_once("tcp $source $target $port") if $protocol == TCP && (unpack 'x13 C', $payload) == 2;
  }
}

# The bridge's own network is a /16 of its own, and no packet for many goes further.
sub is_local {
  my ($source, $target) = map { [split /\./] } @_;
  return $target->[0] >= 224 || ($source->[0] == $target->[0] && $source->[1] == $target->[1]);
}

sub question {
  my ($query) = @_;
  my @labels;
  for (my $at = 12; $at < length $query; ) {
    my $length = ord substr $query, $at, 1;
    return lc join '.', @labels if $length == 0 && @labels;
    return if $length == 0 || $length > 63;
    my $label = substr $query, $at + 1, $length;
    return if $label !~ /^[A-Za-z0-9_-]+$/;
    push @labels, $label;
    $at += $length + 1;
  }
  return;
}

# A flood is told as far as anybody reads it.
sub tell_once {
  my ($line) = @_;
  return if $told{$line} || keys %told >= MOST;
  $told{$line} = 1;
  print "$line\n";
}

# Swarm makes the gate only when it has a use for it.
sub name_of {
  my ($index) = @_;
  return $interfaces{$index} if defined $interfaces{$index};
  %interfaces = ();
  for my $path (glob '/sys/class/net/*/ifindex') {
    open my $file, '<', $path or next;
    $interfaces{0 + <$file>} = (split '/', $path)[4];
  }
  return $interfaces{$index} //= '';
}
