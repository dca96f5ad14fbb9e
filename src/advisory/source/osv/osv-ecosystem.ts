import { ecosystem, ecosystemIds, type EcosystemId } from '../../../model/ecosystem.ts';
import { parseRedhatProduct } from '../redhat-product.ts';

/** What `affected[].package.ecosystem` of an OSV record means. */
export interface OsvEcosystem {
  readonly ecosystem: EcosystemId;
  readonly release?: string;
  readonly stream?: string;
}

const idByOsvName: ReadonlyMap<string, EcosystemId> = new Map(
  ecosystemIds.flatMap((id) => {
    const { osvName } = ecosystem(id);
    return osvName === undefined ? [] : [[osvName, id] as const];
  }),
);
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
  if (distribution.packageManager === 'rpm') return { ecosystem: id, ...parseRedhatProduct(suffix) };
  return { ecosystem: id, ...parseRelease(suffix, distribution.release) };
}

/** `12`, `6.0`, `v3.20`, `edge`, `24.04:LTS`, `Pro:FIPS:18.04:LTS`: the part that starts with a digit is the release, others but `LTS` are the stream. */
function parseRelease(suffix: string, kind: string): Omit<OsvEcosystem, 'ecosystem'> {
  const parts = suffix.split(':').filter((part) => part !== 'LTS' && part !== '');
  const place = parts.findIndex((part) => startsWithDigit(part.startsWith('v') ? part.slice(1) : part));
  if (place === -1) return { release: suffix };
  const written = parts[place]!.startsWith('v') ? parts[place]!.slice(1) : parts[place]!;
  const release = kind === 'major' && written.endsWith('.0') ? written.slice(0, -2) : written;
  const stream = parts.filter((_, index) => index !== place).join('-').toLowerCase(); // prettier-ignore
  return stream === '' ? { release } : { release, stream };
}

function startsWithDigit(text: string): boolean {
  const code = text.charCodeAt(0);
  return code >= 0x30 && code <= 0x39;
}
