import { defineConfig } from 'astro/config';

export default defineConfig({
  srcDir: './site',
  publicDir: './site/public',
  outDir: './out/catalogue',
  cacheDir: './.cache/astro',
  trailingSlash: 'always',
  devToolbar: { enabled: false },
  build: { format: 'directory', assets: 'assets', inlineStylesheets: 'never' },
  // Our policy forbids inline scripts, and Vite would put small ones into the page.
  // What is there already was written for this very build, see scripts/lib/catalogue/publish.ts.
  vite: { build: { assetsInlineLimit: 0, emptyOutDir: false } },
});
