import type { JsonMap } from '../../recipe/json.ts';
import { mapOf } from '../../recipe/json.ts';
import { limitsOf } from '../limits-of.ts';
import type { Rule } from '../rule.ts';
import { type Service, services } from '../services.ts';
import { bytesOf } from '../swarm-fixes.ts';

const MEBIBYTE = 1024 ** 2;

export const budgetExceeded: Rule = {
  id: 'budget-exceeded',
  severity: 'warning',
  summary: 'The limits of all services come to more than the budget of recipe.yml',
  docs: {
    why: 'A hoster chooses a server by the budget; what the services may use together does not fit on it.',
    fix: 'Lower the limits, or write the sum into the budget.',
    refs: ['recipe format: recipe.yml'],
  },
  assumes: 'metadata',
  check(recipe, report) {
    if (recipe.metadata === null) return;
    const { memory, cpus } = recipe.metadata.budget;
    const base = services(recipe).filter(({ document }) => document.overlay === '');
    const help = 'Lower the limits, or write the sum into the budget.';
    // With the values of the trial there may be a second reading of the file.
    for (const document of new Set(base.map((service) => service.document))) {
      const own = base.filter((service) => service.document === document);
      const bytes = sum(own, (limits) => bytesOf(limits.memory) ?? 0);
      const most = bytesOf(memory);
      if (most !== null && bytes > most) {
        const message = `The services may use ${Math.ceil(bytes / MEBIBYTE)}M of memory, over the budget of "${memory}"`;
        report({ file: 'recipe.yml', path: ['budget', 'memory'], message, help });
      }
      const processors = sum(own, (limits) => Number(limits.cpus ?? 0) || 0);
      if (cpus !== undefined && processors > cpus) {
        const message = `The services may use ${processors} processors, over the budget of ${cpus}`;
        report({ file: 'recipe.yml', path: ['budget', 'cpus'], message, help });
      }
    }
  },
};

/** Rounded, so that three times 0.1 is 0.3. A global service counts once: the budget is of one server. */
function sum(all: readonly Service[], read: (limits: JsonMap) => number): number {
  const total = all.reduce((before, { value }) => {
    const replicas = Number(mapOf(value.deploy).replicas ?? 1);
    return before + (replicas >= 0 ? replicas : 1) * read(limitsOf(value));
  }, 0);
  return Math.round(total * 1000) / 1000;
}
