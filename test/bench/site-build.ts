/** Builds the site of a generated commons, as `npm run catalogue` does of a real one: `site-build.ts <recipes> <versions> <folder>`. */
import { join } from 'node:path';
import { publishStream } from '../../scripts/lib/catalogue/publish.ts';
import { NOW } from '../certificate/sample.ts';
import { generateCommons } from './site-commons.ts';

const [recipes = '', versions = '', folder = ''] = process.argv.slice(2);
const stream = await generateCommons(process.cwd(), Number(recipes), Number(versions));
const { signal } = new AbortController();
const options = { root: folder, folder: join(folder, 'site'), base: '/', now: NOW, signal };
await publishStream(stream, options);
