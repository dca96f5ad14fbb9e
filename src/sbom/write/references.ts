import { createHash, hash } from 'node:crypto';
import { type VulnerabilityFinding } from '../../model/finding.ts';
import { type Package } from '../../model/package.ts';
import { type Inventory } from '../inventory.ts';

/** 16 hexadecimal characters that name a package in every document of the image: its id, which has its purl and its path. */
export function packageKey(id: string): string {
  return hash('sha256', id).slice(0, 16);
}

/** A bom-ref as Syft writes it: unique also where a package is installed twice. */
export function packageReference({ id, purl }: Pick<Package, 'id' | 'purl'>): string {
  return `${purl}${purl.includes('?') ? '&' : '?'}package-id=${packageKey(id)}`;
}

/**
 * An identifier that is the same for the same content and no other: RFC 9562, version 8, made of a hash. What a document says of itself (its date)
 * is no part of it.
 */
export function documentUuid(
  inventory: Inventory,
  findings: readonly VulnerabilityFinding[] | undefined,
  ...more: readonly string[]
): string {
  const { target, packages, issues } = inventory;
  const parts = [target, digestOf(packages), issues, findings === undefined ? null : digestOf(findings), more];
  const hex = hash('sha256', JSON.stringify(parts));
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Several documents of one run ask for the digest of the same list. */
const known = new WeakMap<readonly object[], string>();

function digestOf(list: readonly object[]): string {
  const found = known.get(list);
  if (found !== undefined) return found;
  const digest = createHash('sha256');
  for (const each of list) digest.update(JSON.stringify(each)).update('\n');
  const hex = digest.digest('hex');
  known.set(list, hex);
  return hex;
}
