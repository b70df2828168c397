import { quote } from '../../recipe/limits.ts';
import { parseImage } from '../image.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

/** Public registries, and forges that host one for everybody. */
const KNOWN: readonly string[] = [
  'docker.io',
  'index.docker.io',
  'registry-1.docker.io',
  'ghcr.io',
  'docker.pkg.github.com',
  'quay.io',
  'gcr.io',
  'registry.k8s.io',
  'public.ecr.aws',
  'mcr.microsoft.com',
  'registry.access.redhat.com',
  'registry.redhat.io',
  'lscr.io',
  'codeberg.org',
  'registry.gitlab.com',
  'docker.elastic.co',
  'registry.opensuse.org',
  'registry.suse.com',
  'registry.fedoraproject.org',
  'docker.osgeo.org',
  'nvcr.io',
  'container-registry.oracle.com',
  'cgr.dev',
  'dhi.io',
  'code.forgejo.org',
  'data.forgejo.org',
  'git.coopcloud.tech',
  'git.autonomic.zone',
  'docker.n8n.io',
  'docker.getoutline.com',
  'cr.weaviate.io',
  'xpack.mirrors.docker.com',
];
const SUFFIXES = ['.gcr.io', '.pkg.dev', '.azurecr.io', '.quay.io', '.suse.com'];

/** Names that mean another machine, or nothing, wherever they are looked up. */
const PRIVATE =
  /^(?:localhost|[^.]+|(?:[0-9]{1,3}\.){3}[0-9]{1,3}|.*\.(?:local|localhost|internal|intranet|lan|home|corp|test|invalid|example|arpa|onion))$/i;

export const imageRegistryUnknown: Rule = {
  id: 'image-registry-unknown',
  severity: 'info',
  summary: 'An image comes from a registry that is not one of the public ones',
  docs: {
    why: 'Every node of every hoster must reach it, today and when it restarts the task next year; an address of a private network reaches another machine at each of them.',
    fix: 'Use an image of a public registry, or check that this one is public, free to pull from and there to stay.',
    refs: ['threat model: images', 'OWASP Docker: rule 13'],
  },
  check(recipe, report) {
    for (const { file, path, value } of services(recipe)) {
      const image = typeof value.image === 'string' ? parseImage(value.image) : null;
      if (image === null) continue;
      const host = image.host.toLowerCase().replace(/:[0-9]+$/, '');
      if (KNOWN.includes(host) || SUFFIXES.some((suffix) => host.endsWith(suffix))) continue;
      const isPrivate = PRIVATE.test(host);
      const message = isPrivate
        ? `Registry ${quote(image.host)} is another one on every network`
        : `Registry ${quote(image.host)} is not one of the known public registries`;
      const help = isPrivate
        ? 'Push the image to a registry that every hoster can reach.'
        : 'Check that anybody may pull from it, and that it is there to stay.';
      const severity = isPrivate ? 'warning' : 'info';
      report({ file, path: [...path, 'image'], severity, message, help, data: { registry: image.host } });
    }
  },
};
