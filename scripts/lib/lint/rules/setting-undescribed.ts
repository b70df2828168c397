import type { Rule } from '../rule.ts';

/** Known to every hoster, or explained by the hints behind them. */
const STANDARD =
  /^(?:TYPE|DOMAIN|EXTRA_DOMAINS|LETS_ENCRYPT_ENV|COMPOSE_FILE|TIMEOUT|ENABLE_AUTO_UPDATE|ENABLE_BACKUPS|POST_[A-Z_]*_CMDS|SECRET_[A-Z0-9_]+_VERSION)$/;

export const settingUndescribed: Rule = {
  id: 'setting-undescribed',
  severity: 'info',
  summary: 'Settings of .env.sample have no comment that says what they are for',
  docs: {
    why: 'The comment above a setting is all that a hoster who fills it in has; the catalogue shows it beside the field.',
    fix: 'Write a comment on the line above it.',
    refs: ['recipe format: .env.sample'],
  },
  assumes: 'folder',
  check({ settings }, report) {
    const silent = settings.filter(({ name, description }) => description === '' && !STANDARD.test(name));
    const [first, ...others] = silent;
    if (first === undefined) return;
    const and = others.length === 0 ? '' : ` and ${others.length} more`;
    const message = `Setting "${first.name}"${and} ${others.length === 0 ? 'has' : 'have'} no description`;
    const help = 'Say on the line above, behind "# ", what it is for.';
    report({
      file: '.env.sample',
      line: first.line,
      message,
      help,
      data: { settings: silent.map(({ name }) => name) },
    });
  },
};
