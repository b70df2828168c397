import { expect, it } from 'vitest';
import { factsOf } from '../../scripts/lib/catalogue/facts.ts';
import { powersOf } from '../../scripts/lib/catalogue/powers.ts';
import { plainWords } from '../../scripts/lib/catalogue/say.ts';
import type { Json } from '../../scripts/lib/types.ts';
import { recipe } from './sample.ts';

function told(services: { readonly [name: string]: Json }, overlay = ''): readonly string[] {
  const compose = [{ file: 'compose.yml', overlay, value: { services } }];
  return powersOf(factsOf(recipe({ compose }), '1.0.0+1')).map(plainWords);
}

it('says of a harmless stack that it is', () => {
  expect(told({ app: { user: '33:33', cap_drop: ['ALL'], volumes: ['data:/data'], privileged: false } })).toEqual([
    'It opens no port of the server.',
    'It sees no folder of the server.',
    'It has no further privilege.',
    'Nothing runs as root.',
  ]);
});

it('names everything that reaches the server', () => {
  const app = {
    ports: ['8080:80'],
    volumes: ['/var/run/docker.sock:/var/run/docker.sock:ro'],
    cap_add: ['NET_ADMIN'],
    privileged: true,
    network_mode: 'host',
  };
  expect(told({ app, db: { user: '0' } })).toEqual([
    'app opens port 8080:80/tcp.',
    'app sees /var/run/docker.sock of the server, read-only.',
    'app has privileged: true.',
    'app has network_mode: host.',
    'app has cap_add NET_ADMIN.',
    'app runs as root, or as its image decides.',
    'db runs as root, or as its image decides.',
  ]);
});
