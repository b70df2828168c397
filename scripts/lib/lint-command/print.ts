/** The printer of each format; only the one that is asked for is loaded. */
import type { terminalColors } from '../colors.ts';
import { ALL_RULES } from '../lint/lint.ts';
import { TOOL } from '../lint/report.ts';
import type { Printer } from '../report/printer.ts';
import type { Format } from './options.ts';

export interface Terminal {
  readonly colors: ReturnType<typeof terminalColors>;
  readonly width: number;
}

export async function printerOf(format: Format, terminal: Terminal): Promise<Printer> {
  if (format === 'json') return (await import('../report/json.ts')).jsonPrinter;
  if (format === 'github') return (await import('../report/github.ts')).githubPrinter;
  if (format === 'sarif') {
    const { sarifPrinter } = await import('../report/sarif.ts');
    return sarifPrinter({ tool: TOOL, rules: ALL_RULES, site: siteOf(process.env) });
  }
  return (await import('../report/pretty.ts')).prettyPrinter(terminal);
}

/** Where the catalogue has its pages about rules: as told, or the pages of the repository that GitHub runs us for. */
function siteOf({ RECIPE_COMMONS_SITE: told, GITHUB_REPOSITORY: repository }: NodeJS.ProcessEnv): string | null {
  if (told !== undefined && URL.canParse(told)) return told.replace(/\/*$/, '/');
  const [owner, name] = repository?.split('/') ?? [];
  return owner === undefined || name === undefined ? null : `https://${owner.toLowerCase()}.github.io/${name}/`;
}
