/** A card of one recipe for other sites: a page of its own without a script, and how oEmbed speaks of it. Pure. */
import { wholeAddress } from './addresses.ts';
import { levelOf, restoresProven } from './badge.ts';
import { escapeMarkup, shortened } from './markup.ts';
import type { CatalogueRecipe, PublishedFile } from './model.ts';
import { contentPolicy } from './policy.ts';

const WIDTH = 360;
const HEIGHT = 160;
const LONGEST = 120;

export function embedCard({ name, title, summary, versions: [newest] }: CatalogueRecipe): readonly PublishedFile[] {
  if (newest === undefined) return [];
  const level = levelOf(newest);
  const facts = [
    newest.version,
    level === null ? newest.standing.label : `level ${level.level}, ${level.name}`,
    ...(restoresProven(newest) ? ['restores proven'] : []),
  ];
  const shown = escapeMarkup(shortened(title, LONGEST));
  const content = `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="content-security-policy" content="${contentPolicy()}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="robots" content="noindex">
    <meta name="description" content="${shown}: a recipe for Docker swarm">
    <title>${shown}</title>
    <link rel="stylesheet" href="../../../embed.css">
    <link rel="icon" href="../../../icon.svg" type="image/svg+xml">
    <link rel="canonical" href="../">
  </head>
  <body>
    <main>
      <h1><a href="../" target="_top">${shown}</a></h1>
      <p>${escapeMarkup(shortened(summary, LONGEST))}</p>
      <p class="facts">${facts.map((fact) => escapeMarkup(shortened(fact, LONGEST))).join(' · ')}</p>
      <p class="from">Recipe Commons</p>
    </main>
  </body>
</html>
`;
  return [{ path: `r/${name}/embed/index.html`, content, encoding: 'utf8' }];
}

/** https://oembed.com: what a site shows that somebody gave the address of a recipe's page. */
export function oEmbed({ name, title }: CatalogueRecipe, address: string): unknown {
  const card = escapeMarkup(wholeAddress(address, `r/${name}/embed/`));
  const shown = shortened(title, LONGEST);
  return {
    version: '1.0',
    type: 'rich',
    title: shown,
    provider_name: 'Recipe Commons',
    provider_url: wholeAddress(address, ''),
    html: `<iframe src="${card}" title="${escapeMarkup(shown)}" width="${WIDTH}" height="${HEIGHT}" sandbox="allow-top-navigation-by-user-activation" loading="lazy"></iframe>`,
    width: WIDTH,
    height: HEIGHT,
  };
}
