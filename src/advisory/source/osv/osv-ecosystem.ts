import { ecosystem, ecosystemIds, type EcosystemId } from '../../../model/ecosystem.ts';
import { type Distribution } from '../../../model/ecosystem-row.ts';
import { parseRedhatProduct } from '../redhat-product.ts';
import { type OsvEcosystem } from './osv-place.ts';
import { parseOpensuseProduct, parseSuseProduct } from './suse-product.ts';

const idByOsvName: ReadonlyMap<string, EcosystemId> = new Map(
  ecosystemIds.flatMap((id) => {
    const { osvName } = ecosystem(id);
    return osvName === undefined ? [] : [[osvName, id] as const];
  }),
);
/** Publishers whose records name products, and not releases. */
const productParsers: Readonly<Partial<Record<EcosystemId, (suffix: string) => OsvEcosystem | undefined>>> = {
  redhat: (suffix) => ({ ecosystem: 'redhat', ...parseRedhatProduct(suffix) }),
  suse: parseSuseProduct,
  opensuse: parseOpensuseProduct,
};
const cache = new Map<string, OsvEcosystem | undefined>();
const mostCached = 10_000;

/**
 * `Debian:12`, `Alpine:v3.20`, `Ubuntu:Pro:22.04:LTS`, `Red Hat:rhel_eus:9.2::appstream`; `undefined` for an ecosystem without a row.
 * OSV schema, "affected[].package field". Suffixes of languages name another registry of the same packages and are dropped.
 */
export function parseOsvEcosystem(text: string): OsvEcosystem | undefined {
  if (cache.has(text)) return cache.get(text);
  const parsed = parse(text);
  if (cache.size < mostCached) cache.set(text, parsed);
  return parsed;
}

function parse(text: string): OsvEcosystem | undefined {
  const colon = text.indexOf(':');
  const id = idByOsvName.get(colon === -1 ? text : text.slice(0, colon));
  if (id === undefined) return undefined;
  const { distribution } = ecosystem(id);
  if (colon === -1 || distribution === undefined || distribution.release === 'rolling') return { ecosystem: id };
  const suffix = text.slice(colon + 1);
  const parseProduct = productParsers[id];
  if (parseProduct !== undefined) return parseProduct(suffix);
  return { ecosystem: id, ...parseRelease(suffix, distribution) };
}

/** `12`, `6.0`, `v3.20`, `edge`, `24.04:LTS`, `Pro:FIPS:18.04:LTS`: the part that starts with a digit is the release, others but `LTS` are the stream. */
function parseRelease(suffix: string, { release: kind, packageManager }: Distribution): Omit<OsvEcosystem, 'ecosystem'> {
  const parts = suffix.split(':').filter((part) => part !== 'LTS' && part !== '');
  const place = parts.findIndex((part) => startsWithDigit(part.startsWith('v') ? part.slice(1) : part));
  if (place === -1) return { release: suffix };
  const written = parts[place]!.startsWith('v') ? parts[place]!.slice(1) : parts[place]!;
  const release = kind !== 'major' ? written : packageManager === 'rpm' ? leadingNumber(written) : withoutZero(written);
  const stream = parts.filter((_, index) => index !== place).join('-').toLowerCase(); // prettier-ignore
  return stream === '' ? { release } : { release, stream };
}

/** Debian 6.0 is release 6, and 3.1 came after 3.0. */
function withoutZero(written: string): string {
  return written.endsWith('.0') ? written.slice(0, -2) : written;
}

/** `8.10` is release 8. */
function leadingNumber(written: string): string {
  const dot = written.indexOf('.');
  return dot === -1 ? written : written.slice(0, dot);
}

function startsWithDigit(text: string): boolean {
  const code = text.charCodeAt(0);
  return code >= 0x30 && code <= 0x39;
}
