import { isList, mapOf } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import { scalarOf } from '../../stack/quantities.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const extraHostMalformed: Rule = {
  id: 'extra-host-malformed',
  severity: 'error',
  summary: 'An entry of extra_hosts has no address',
  docs: {
    why: 'The stack deploys, and every task is rejected: invalid IP address in add-host. Names are not looked up there. An entry without a colon is lost.',
    fix: 'Write "name:address", the address in numbers or "host-gateway".',
    refs: ['docker/cli opts: ValidateExtraHost', 'compose specification: extra_hosts'],
  },
  check(recipe, report) {
    for (const { file, path, value } of services(recipe)) {
      const { extra_hosts: hosts } = value;
      const entries = isList(hosts) ? hosts.entries() : Object.entries(mapOf(hosts));
      for (const [key, entry] of entries) {
        const text = scalarOf(entry);
        const at = { file, path: [...path, 'extra_hosts', key] };
        const address = typeof key === 'number' ? /[:=](.*)$/s.exec(text)?.[1] : text;
        if (address === undefined) {
          const message = `${quote(text)} names a host and no address`;
          report({ ...at, severity: 'warning', message, help: 'Write "name:address".' });
        } else if (address !== '' && address !== 'host-gateway' && !isAddress(address)) {
          const message = `${quote(address)} is no address`;
          report({ ...at, message, help: 'Write it in numbers, or use a network that both join.' });
        }
      }
    }
  },
};

function isAddress(text: string): boolean {
  if (/^[0-9.]+$/.test(text)) {
    const bytes = text.split('.');
    return bytes.length === 4 && bytes.every((byte) => /^(?:0|[1-9][0-9]{0,2})$/.test(byte) && Number(byte) < 256);
  }
  return text.length < 64 && /^\[?[0-9a-f.]*:[0-9a-f:.]*\]?$/i.test(text);
}
