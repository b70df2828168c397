import type { Rule } from '../rule.ts';

export const overlayNotOffered: Rule = {
  id: 'overlay-not-offered',
  severity: 'info',
  summary: 'No line of .env.sample shows how an overlay is switched on',
  docs: {
    why: 'Hosters choose features in their settings: an overlay that COMPOSE_FILE never names is one nobody finds.',
    fix: 'Add a commented line: #COMPOSE_FILE="$COMPOSE_FILE:compose.mail.yml", with a comment above it.',
    refs: ['recipe format: overlays'],
  },
  check({ compose, settings, files }, report) {
    if (!files.some(({ path }) => path === '.env.sample')) return;
    const offered = new Set(settings.flatMap(({ name, value }) => (name === 'COMPOSE_FILE' ? value.split(':') : [])));
    for (const { file, overlay } of compose) {
      if (overlay === '' || offered.has(file)) continue;
      const help = `Add #COMPOSE_FILE="$COMPOSE_FILE:${file}" to .env.sample, with a comment that says what it adds.`;
      report({ file, message: `"${file}" is named by no COMPOSE_FILE in .env.sample`, help });
    }
  },
};
