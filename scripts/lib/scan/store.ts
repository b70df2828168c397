/** What was seen in images, kept by digest, database and scanner: the same three give the same answer. */
import { copyFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseReference } from '../engine/reference.ts';
import type { ImageScan } from './image-scan.ts';
import { sbomName } from './sbom.ts';

export interface ScanKey {
  readonly digest: string;
  /** Of the database. */
  readonly database: string;
  /** Hex, of the scanner's binary. */
  readonly scanner: string;
}

export interface KeptScan {
  readonly scan: ImageScan;
  /** The report as the scanner wrote it; null of what is no image, and so is `sbom`. */
  readonly raw: string | null;
  readonly sbom: string | null;
}

/** Of what is kept: what another one wrote is not read. */
const FORMAT = '2';

/** Null when it was never seen, or what was kept cannot be read. */
export async function readScan(cache: string, key: ScanKey): Promise<ImageScan | null> {
  try {
    return JSON.parse(await readFile(join(folderOf(cache, key), 'scan.json'), 'utf8')) as ImageScan;
  } catch {
    return null;
  }
}

/** The answer last: without it nothing was kept. */
export async function writeScan(cache: string, key: ScanKey, { scan, raw, sbom }: KeptScan): Promise<void> {
  const folder = folderOf(cache, key);
  await mkdir(folder, { recursive: true });
  if (raw !== null) await put(join(folder, 'trivy.json'), raw);
  if (sbom !== null) await put(join(folder, 'sbom.cdx.json'), sbom);
  await put(join(folder, 'scan.json'), JSON.stringify(scan));
}

/** Puts what the image holds beside the report in `folder`, and says under which name. */
export async function keepSbom(cache: string, key: ScanKey, folder: string): Promise<string> {
  const name = sbomName(key.digest);
  await mkdir(dirname(join(folder, name)), { recursive: true });
  await copyFile(join(folderOf(cache, key), 'sbom.cdx.json'), join(folder, name));
  return name;
}

/** Where the report of an image lies that was scanned by itself. */
export function imageFolder(root: string, reference: string): string {
  const { host, path, tag, digest } = parseReference(reference);
  const name = [tag, digest].filter((each) => each !== null).join('-');
  return join(root, 'out/images', ...[host, path, name].map((part) => part.replaceAll(':', '-')));
}

function folderOf(cache: string, { digest, database, scanner }: ScanKey): string {
  return join(cache, 'scans', FORMAT, digest.replace(':', '-'), `${database}-${scanner.slice(0, 16)}`);
}

async function put(file: string, text: string): Promise<void> {
  await writeFile(`${file}.${process.pid}`, text);
  await rename(`${file}.${process.pid}`, file);
}
