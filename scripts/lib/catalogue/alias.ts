import { escapeMarkup } from './markup.ts';
import type { CatalogueVersion, PublishedFile } from './model.ts';
import { contentPolicy } from './policy.ts';

/** The way from an address without `+` to the page; none for a version that has no `+`. */
export function aliasPage({ recipe, version, alias }: CatalogueVersion): readonly PublishedFile[] {
  if (alias === version) return [];
  const target = escapeMarkup(`../${version}/`);
  const name = escapeMarkup(`${recipe} ${version}`);
  const content = `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="content-security-policy" content="${contentPolicy()}">
    <meta http-equiv="refresh" content="0; url=${target}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="description" content="The page of ${name} has a plus sign in its address.">
    <title>${name}</title>
    <link rel="icon" href="../../../icon.svg" type="image/svg+xml">
    <link rel="canonical" href="${target}">
  </head>
  <body>
    <main>
      <h1>${name}</h1>
      <p><a href="${target}">Go to its page</a></p>
    </main>
  </body>
</html>
`;
  return [{ path: `r/${recipe}/${alias}/index.html`, content, encoding: 'utf8' }];
}
