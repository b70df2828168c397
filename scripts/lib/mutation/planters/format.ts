import { adding, composeOf, inRecipe, inServices, type Planter, servicesOf, textOf } from '../fault.ts';

/** Faults of files that cannot be read as they are meant. */
export const FORMAT: { readonly [rule: string]: Planter } = {
  'config-file-outside': inRecipe(() => ({
    set: [[['configs', 'planted'], { file: '../../etc/shadow' }]],
    at: ['configs', 'planted', 'file'],
  })),
  'label-malformed': adding(['deploy', 'labels'], 'planted label=1'),
  'missing-env-sample': withoutFile('.env.sample'),
  'missing-readme': withoutFile('README.md'),
  'unescaped-dollar': inServices(({ path }) => ({
    set: [[[...path, 'hostname'], 'costs-5$']],
    at: [...path, 'hostname'],
  })),
  'unknown-variable': inServices(({ path }) => ({
    set: [[[...path, 'hostname'], '${PLANTED_HOSTNAME}']],
    at: [...path, 'hostname'],
  })),
  'unused-setting': (recipe) => {
    const sample = textOf(recipe, '.env.sample');
    if (sample === '') return [];
    const before = sample.endsWith('\n') ? sample : `${sample}\n`;
    const line = before.split('\n').length;
    return [
      { changes: { '.env.sample': `${before}PLANTED_SETTING=1\n` }, at: { file: '.env.sample', line, column: 1 } },
    ];
  },
  'variable-in-key': inRecipe((recipe) => {
    const [name] = Object.keys(servicesOf(recipe));
    if (name === undefined || composeOf(recipe)['x-planted'] !== undefined) return null;
    const at = ['x-planted', '${STACK_NAME}.key'];
    return { set: [[at, 'value']], at, atKey: true };
  }),
};

/** Where a file is missing, its first line is the place. */
export function withoutFile(path: string): Planter {
  return ({ files }) =>
    files.some((file) => file.path === path)
      ? [{ changes: { [path]: null }, at: { file: path, line: 1, column: 1 } }]
      : [];
}
