/** Eleventy on the pages that we have built: each page's body is given to it as it is, and it puts the layout around. */
import { cp, glob, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Makes its project in `folder` of every page below `site`, and says how many there are. */
export async function layOutEleventy(site: string, folder: string): Promise<number> {
  let pages = 0;
  for await (const file of glob('**/index.html', { cwd: site })) {
    const html = await readFile(join(site, file), 'utf8');
    const body = /<main[^>]*>([\s\S]*)<\/main>/.exec(html)?.[1];
    const title = /<title>([^<]*)<\/title>/.exec(html)?.[1] ?? '';
    // Cards and stepping stones have no layout, with us neither.
    if (body === undefined || !html.includes('class="top"')) continue;
    if (pages === 0) await writeLayout(folder, html);
    const page = join(folder, 'pages', file.replace(/\/?index\.html$/, '/page.html'));
    await mkdir(dirname(page), { recursive: true });
    const address = `/${file}`;
    await writeFile(
      page,
      `---\nlayout: page.liquid\ntitle: ${JSON.stringify(title)}\npermalink: ${JSON.stringify(address)}\n---\n${body}`,
    );
    pages++;
  }
  await cp(join(site, 'assets'), join(folder, 'assets'), { recursive: true });
  await writeFile(join(folder, 'eleventy.config.mjs'), CONFIG);
  return pages;
}

async function writeLayout(folder: string, html: string): Promise<void> {
  await mkdir(join(folder, 'layouts'), { recursive: true });
  await mkdir(join(folder, 'pages'));
  const layout = html
    .replace(/(<main[^>]*>)[\s\S]*(<\/main>)/, '$1{{ content }}$2')
    .replace(/<title>[^<]*<\/title>/, '<title>{{ title }}</title>')
    .replace(/<script type="application\/ld\+json">[\s\S]*?<\/script>/, '');
  await writeFile(join(folder, 'layouts/page.liquid'), layout);
  await symlink(join(import.meta.dirname, '../../node_modules'), join(folder, 'node_modules'));
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
}

const CONFIG = `export default function (config) {
  config.addPassthroughCopy('assets');
  return { dir: { input: 'pages', includes: '../layouts', output: 'out' }, htmlTemplateEngine: false };
}
`;
