/** Builds the site of a small commons and serves it until its input ends; its one line of output says where. */
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { publishCatalogue } from '../../scripts/lib/catalogue/publish.ts';
import { serveFolder } from '../../scripts/lib/catalogue/serve.ts';
import { makeCommons } from '../catalogue/commons.ts';
import { NOW } from '../certificate/sample.ts';
import type { BuiltSite } from './global-setup.ts';

await using commons = await makeCommons();
const { root, proven } = commons;
const folder = join(root, 'out/catalogue');
const { signal } = new AbortController();
await publishCatalogue({ root, folder, base: '/', now: NOW, signal });
await using served = await serveFolder(folder, { port: 0, signal });
const site: BuiltSite = { root, folder, address: served.address, ran: proven.trial.commands };
process.stdout.write(`${JSON.stringify(site)}\n`);
await text(process.stdin);
