import type { ComposeFile, Json, TrialReport } from '../types.ts';
import type { CatalogueService } from './model.ts';

/** Every service of compose.yml, then those an overlay adds, each with what the trial deployed for it. */
export function listServices(compose: readonly ComposeFile[], trial: TrialReport | null): readonly CatalogueService[] {
  const services: CatalogueService[] = [];
  for (const { overlay, value } of compose) {
    for (const [name, service] of Object.entries(asObject(value.services))) {
      if (services.some((known) => known.name === name)) continue;
      const { image, deploy } = asObject(service);
      const limits = asObject(asObject(asObject(deploy).resources).limits);
      services.push({
        name,
        overlay,
        image: asText(image) ?? '',
        memory: asText(limits.memory),
        cpus: asText(limits.cpus),
        ...imageResult(name, trial),
      });
    }
  }
  return services;
}

function imageResult(service: string, trial: TrialReport | null): Pick<CatalogueService, 'deployed' | 'error'> {
  const result = trial?.trial.images.find((image) => image.services.includes(service));
  if (result === undefined) return { deployed: null, error: null };
  if (!result.available) return { deployed: null, error: result.error };
  const { digest, source, sizeBytes, notes } = result;
  return { deployed: { digest, source, sizeBytes, notes }, error: null };
}

function asObject(value: Json | undefined): { readonly [key: string]: Json } {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as { readonly [key: string]: Json }) : {};
}

function asText(value: Json | undefined): string | null {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}
