import { expect, test } from 'vitest';
import { limitsOf } from '../../scripts/lib/engine/facts.ts';
import { isAlive, thisProcess } from '../../scripts/lib/engine/owner.ts';
import { firewallRules, hostsFile, registryAddresses } from '../../scripts/lib/engine/registry-address.ts';
import { missingPrograms } from '../../scripts/lib/engine/requirements.ts';
import { buildMemory, diskMegabytes } from '../../scripts/lib/engine/storage.ts';

test('what a host cannot do is said', () => {
  expect(limitsOf({ driver: 'vfs', ipvs: false, appArmor: false, ownDisk: false })).toEqual([
    'no IP_VS: service VIPs and the ingress mesh do not forward',
    'no AppArmor: containers run without its default profile',
    'no loop devices: the engine has no disk of its own, only a folder',
    'storage driver vfs: every layer is copied, disk figures are too high',
  ]);
  expect(limitsOf({ driver: 'overlay2', ipvs: true, appArmor: true, ownDisk: true })).toEqual([]);
});

test('missing programs are named with the packages that bring them', () => {
  expect(missingPrograms((program) => !program.startsWith('docker'))).toEqual({
    message: '"docker", "dockerd", "docker-init", "docker-registry" not found',
    help: 'apt-get install docker.io docker-registry',
  });
  expect(missingPrograms(() => true)).toBeNull();
});

test('a process number that was given to somebody else is not its owner', () => {
  const owner = thisProcess();
  expect(isAlive(owner)).toBe(true);
  expect(isAlive({ ...owner, startTime: owner.startTime - 1 })).toBe(false);
  expect(isAlive({ ...owner, boot: 'before' })).toBe(false);
});

test('each registry has an address of its own, and only named ones are named', () => {
  const registries = registryAddresses(['ghcr.io', 'docker.io', 'ghcr.io', 'registry.example.org:5000']);
  expect(registries.map(({ host, address }) => `${host} ${address}`)).toEqual([
    'docker.io 127.10.0.1',
    'ghcr.io 127.10.0.2',
    'registry.example.org:5000 127.10.0.3',
  ]);
  expect(hostsFile(registries)).toContain('127.10.0.2 ghcr.io\n127.10.0.3 registry.example.org\n');
  expect(hostsFile(registries)).not.toContain('docker.io');
  expect(firewallRules(registries)).toContain('-d 127.10.0.2 -p tcp --dport 80 -j DNAT');
  expect(firewallRules(registries)).toContain('-d 127.10.0.2 -p tcp --dport 443 -j REJECT');
  expect(firewallRules(registries)).toContain('-d 127.10.0.3 -p tcp --dport 5000 -j DNAT');
});

test('a build keeps its data in memory only where there is enough', () => {
  expect(buildMemory('MemTotal: 1 kB\nMemAvailable:   20480000 kB\n')).toBe(10_000);
  expect(buildMemory('MemAvailable:   4096000 kB\n')).toBe(0);
});

test('an engine’s own disk leaves this machine room to go on', () => {
  expect(diskMegabytes(10_000 * 1024 ** 2)).toBe(8_000);
  expect(diskMegabytes(10 ** 15)).toBe(32_768);
});
