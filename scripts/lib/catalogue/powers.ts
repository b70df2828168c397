/** What a stack may do to the server it runs on, in sentences. Pure. */
import type { Fact, VersionFacts } from './facts.ts';
import { say, type Words } from './say.ts';

/** Of compose.yml, not of overlays. Never empty: that it may do nothing is worth a sentence. */
export function powersOf({ stack }: VersionFacts): readonly Words[] {
  const base = stack.filter(({ overlay, service }) => overlay === '' && service !== '');
  const of = (topic: Fact['topic']) => base.filter((fact) => fact.topic === topic);
  const privileges = of('privilege');
  const ports = of('port').map(({ service, name }) => say`${service} opens port ${name}.`);
  const host = of('host').map(({ service, name, value }) => [
    ...say`${service} sees ${name} of the server`,
    `, ${value}.`,
  ]);
  const special = privileges
    .filter(
      ({ name, value }) =>
        /^(?:cap_add|devices) /.test(name) || (/^(?:privileged|pid|ipc|network_mode)$/.test(name) && value !== 'false'),
    )
    .map(({ service, name, value }) => say`${service} has ${value === '' ? name : `${name}: ${value}`}.`);
  const services = [...new Set(base.map(({ service }) => service))];
  const root = services.filter((service) => {
    const user = privileges.find((fact) => fact.service === service && fact.name === 'user')?.value;
    return user === undefined || /^(?:root|0)(?::|$)/.test(user);
  });
  const asRoot =
    root.length === 0
      ? [['Nothing runs as root.']]
      : root.map((service) => say`${service} runs as root, or as its image decides.`);
  return [
    ...(ports.length > 0 ? ports : [['It opens no port of the server.']]),
    ...(host.length > 0 ? host : [['It sees no folder of the server.']]),
    ...(special.length > 0 ? special : [['It has no further privilege.']]),
    ...asRoot,
  ];
}
