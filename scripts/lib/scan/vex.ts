/** OpenVEX documents (0.0.x and 0.2): what a maker says of flaws that do not reach the product. Pure. */
import type { Json } from '../types.ts';
import type { Vulnerability } from './image-scan.ts';

/** Of one flaw that does not matter here. */
export interface VexStatement {
  /** The flaw and its other names. */
  readonly ids: readonly string[];
  /** Package URLs or digests it is said of; none: of everything in the recipe. */
  readonly products: readonly string[];
  /** The justification, in words. */
  readonly reason: string;
}

type Raw = { readonly [key: string]: Json };

const SILENT = ['not_affected', 'fixed'];

/** Throws a one-line reason for what is no OpenVEX document. */
export function readVex(text: string): readonly VexStatement[] {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    throw new Error('it is no JSON');
  }
  const document = mapOf(value);
  if (!String(document['@context'] ?? '').startsWith('https://openvex.dev/ns')) {
    throw new Error('its "@context" is not that of OpenVEX');
  }
  if (!Array.isArray(document.statements)) throw new Error('it has no statements');
  return document.statements.map(mapOf).flatMap((statement) => {
    const { status, justification, impact_statement: impact } = statement;
    if (typeof status !== 'string') throw new Error('a statement has no status');
    const ids = idsOf(statement.vulnerability);
    if (ids.length === 0) throw new Error('a statement names no vulnerability');
    if (!SILENT.includes(status)) return [];
    // A "not affected" that nobody explains is a wish.
    const reason = [impact, justification].find((each) => typeof each === 'string' && each !== '');
    if (status === 'not_affected' && reason === undefined)
      throw new Error(`it does not say why ${ids[0]} does not matter`);
    return [{ ids, products: productsOf(statement.products), reason: String(reason ?? 'said to be repaired') }];
  });
}

/** Whether a statement is about this flaw in the image of that digest. */
export function isCovered(
  { id, purl, package: name }: Vulnerability,
  digest: string,
  statement: VexStatement,
): boolean {
  if (!statement.ids.includes(id)) return false;
  return statement.products.length === 0 || statement.products.some((each) => isOf(each, { purl, name, digest }));
}

function isOf(
  product: string,
  it: { readonly purl: string | null; readonly name: string; readonly digest: string },
): boolean {
  if (product === it.digest || product.includes(encodeURIComponent(it.digest)) || product.includes(it.digest))
    return true;
  if (product === it.name) return true;
  const [type, path, version] = partsOf(product);
  if (type === null || type === 'oci') return false;
  const [ownType, ownPath, ownVersion] = partsOf(it.purl ?? '');
  if (ownType === null) return path.split('/').at(-1) === it.name;
  return type === ownType && path === ownPath && (version === null || version === ownVersion);
}

/** `pkg:deb/debian/openssl@3.0.9?arch=amd64` → type, name with namespace, version. */
function partsOf(purl: string): readonly [string | null, string, string | null] {
  const [, type, rest] = /^pkg:([a-z0-9.+-]+)\/([^?#]+)/i.exec(purl) ?? [];
  if (type === undefined || rest === undefined) return [null, '', null];
  const at = rest.lastIndexOf('@');
  const [path, version] = at > 0 ? [rest.slice(0, at), decodeURIComponent(rest.slice(at + 1))] : [rest, null];
  return [type.toLowerCase(), path, version];
}

function idsOf(vulnerability: Json | undefined): readonly string[] {
  if (typeof vulnerability === 'string') return [vulnerability];
  const { name, aliases } = mapOf(vulnerability);
  return [name, ...(Array.isArray(aliases) ? aliases : [])].filter((each) => typeof each === 'string');
}

function productsOf(products: Json | undefined): readonly string[] {
  if (!Array.isArray(products)) return [];
  return products.flatMap((product) => {
    if (typeof product === 'string') return [product];
    const { '@id': id, subcomponents } = mapOf(product);
    const inner = Array.isArray(subcomponents)
      ? subcomponents.map((each) => (typeof each === 'string' ? each : mapOf(each)['@id']))
      : [];
    return (inner.length > 0 ? inner : [id]).filter((each) => typeof each === 'string');
  });
}

function mapOf(value: Json | undefined): Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Raw) : {};
}
