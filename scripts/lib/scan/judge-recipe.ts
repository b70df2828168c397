/** What was seen in the images and files of a version → what it means. Pure. */
import { mapOf } from '../recipe/json.ts';
import { locate } from '../recipe/locate.ts';
import { planTrial } from '../trial/plan.ts';
import type { Finding, ImageResult, Path, Place, Recipe, ScannedImage } from '../types.ts';
import type { ImageScan, LayerSecret } from './image-scan.ts';
import { type Beside, judgeImage, type Scanned } from './judge-image.ts';
import { flawKey } from './policy.ts';
import { judgeFiles } from './recipe-secrets.ts';
import { sbomName } from './sbom.ts';
import { readVex, type VexStatement } from './vex.ts';
import { scanWaivers, waiverFindings } from './waivers.ts';

interface Seen {
  readonly images: readonly ImageResult[];
  /** By digest, of all that are available. */
  readonly scans: ReadonlyMap<string, ImageScan>;
  /** Credentials in the recipe's own files. */
  readonly files: readonly LayerSecret[];
  /** Flaws of the version before; null when nobody could look. */
  readonly before: ReadonlySet<string> | null;
}

export interface Judged {
  readonly images: readonly ScannedImage[];
  readonly unavailable: readonly Extract<ImageResult, { available: false }>[];
  readonly findings: readonly Finding[];
  readonly waived: readonly Finding[];
  /** Keys of flaws, `<id> <package>`, that the version before had and this one has not. */
  readonly fixed: readonly string[];
}

const VEX_FILE = 'vex.json';

export function judgeRecipe(
  recipe: Recipe,
  { images, scans, files: inFiles, before }: Seen,
  { policy, exploited, now }: Pick<Beside, 'policy' | 'exploited' | 'now'>,
): Judged {
  const built = planTrial(recipe).images.flatMap(({ reference, context }) => (context === null ? [] : [reference]));
  const scanned = images.flatMap((image): readonly Scanned[] => {
    const scan = image.available ? scans.get(image.digest) : undefined;
    if (!image.available || scan === undefined) return [];
    const at = placeOf(recipe, image.services[0] ?? 'app');
    return [{ ...image, own: built.includes(image.reference), sbom: sbomName(image.digest), scan, ...at }];
  });
  const vex = vexOf(recipe);
  const waivers = scanWaivers(recipe, now.toISOString().slice(0, 10));
  const beside = { policy, waivers, vex: vex.statements, before, exploited, now };
  const files = policy.secrets ? judgeFiles(recipe, inFiles, waivers) : { findings: [], waived: [] };
  const judged = scanned.map((each) => judgeImage(each, beside));
  const all = [files, ...judged];
  const found = new Set([
    ...all.flatMap(({ findings, waived }) => [...findings, ...waived].map(({ rule }) => rule)),
    ...judged.flatMap(({ image }) => image.vulnerabilities.map(({ id }) => id)),
  ]);
  const present = new Set(scanned.flatMap(({ scan }) => scan.vulnerabilities.map(flawKey)));
  return {
    images: judged.map(({ image }) => image),
    unavailable: images.filter((image) => !image.available),
    findings: [...vex.findings, ...all.flatMap(({ findings }) => findings), ...waiverFindings(recipe, waivers, found)],
    waived: all.flatMap(({ waived }) => waived),
    fixed: [...(before ?? [])].filter((key) => !present.has(key)).sort(),
  };
}

function vexOf(recipe: Recipe): {
  readonly statements: readonly VexStatement[];
  readonly findings: readonly Finding[];
} {
  const file = recipe.files.find(({ path }) => path === VEX_FILE);
  if (file === undefined) return { statements: [], findings: [] };
  try {
    return { statements: readVex(file.content), findings: [] };
  } catch (error) {
    const message = `"${VEX_FILE}" is no OpenVEX document: ${error instanceof Error ? error.message : error}`;
    const help = 'See https://openvex.dev for the format; without it every flaw counts.';
    const place = { file: `${recipe.folder}/${VEX_FILE}`, line: 1, column: 1 };
    return {
      statements: [],
      findings: [{ step: 'scan', rule: 'vex-invalid', severity: 'error', message, help, path: null, place, data: {} }],
    };
  }
}

/** Where the image of a service is named: in compose.yml, or the overlay that brings the service; nulls where no file is. */
function placeOf(recipe: Recipe, service: string): { readonly path: Path | null; readonly place: Place | null } {
  const path = ['services', service, 'image'];
  const compose = recipe.compose.find(({ value }) => mapOf(mapOf(value.services)[service]).image !== undefined);
  const file = recipe.files.find((each) => each.path === compose?.file);
  return file === undefined ? { path: null, place: null } : { path, place: locate(file, recipe.folder, path) };
}
