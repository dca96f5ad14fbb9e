import { JsonError } from '../../../lib/json/json-error.ts';
import { field, type JsonObject, optional, readArray, readCount, readObject, readString } from '../../../lib/json/json-readers.ts';
import { parseJsonBounded } from '../../../lib/json/parse-json-bounded.ts';
import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { readTimestamp } from '../bundle/protobuf-json.ts';
import { type Witnesses } from './make-signature.ts';

/** Which services sign along. */
export interface SigningServices extends Witnesses {
  /** Absent where signing is by key only. */
  readonly certificateAuthority?: URL;
}

interface Service {
  readonly url: URL;
  readonly majorApiVersion: number;
  readonly start: Date;
  readonly end?: Date;
  readonly operator: string;
}

const mediaTypePattern = /^application\/vnd\.dev\.sigstore\.signingconfig\.v0\.2\+json$/;

/**
 * Chooses the services that a signing config names (protobuf-specs, sigstore_trustroot.proto, SigningConfig, version 0.2): of those that are valid at `now`
 * and whose version we speak, the highest version; then as many operators as the config's selector wants. Throws CONFIG_INVALID, also when it
 * wants more than there are.
 */
export function selectServices(bytes: Uint8Array, now: Date, what: string): SigningServices {
  try {
    const json = readObject(parseJsonBounded(bytes, { maxBytes: limits.signingConfigBytes, maxDepth: 16 }), 'signing config');
    const mediaType = readString(field(json, 'mediaType'), 'mediaType');
    if (!mediaTypePattern.test(mediaType))
      throw new JsonError('type', `is of type ${JSON.stringify(mediaType.slice(0, 80))}, not of version 0.2`);
    const authority = select(json, 'caUrls', [1], undefined, now)[0];
    const logs = select(json, 'rekorTlogUrls', [1, 2], 'rekorTlogConfig', now);
    return {
      ...(authority === undefined ? {} : { certificateAuthority: authority.url }),
      logs: logs.map(({ url, majorApiVersion }) => ({ url, majorApiVersion: majorApiVersion === 2 ? 2 : 1 })),
      timestampAuthorities: select(json, 'tsaUrls', [1], 'tsaConfig', now).map(({ url }) => url),
    };
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw new PratiqueError('CONFIG_INVALID', `${what}: the signing config ${error.message}`, { cause: error });
  }
}

function select(
  json: JsonObject,
  name: string,
  versions: readonly number[],
  selectorName: string | undefined,
  now: Date,
): readonly Service[] {
  const listed = readArray(field(json, name) ?? [], name, readService);
  const usable = listed.filter(
    ({ start, end, majorApiVersion }) => start <= now && (end === undefined || now <= end) && versions.includes(majorApiVersion),
  );
  // One version only: a verifier treats the answers of two versions differently.
  const highest = Math.max(...usable.map(({ majorApiVersion }) => majorApiVersion));
  const newest = usable
    .filter(({ majorApiVersion }) => majorApiVersion === highest)
    .sort((one, other) => other.start.getTime() - one.start.getTime());
  const operators = newest.filter((service, at) => newest.findIndex(({ operator }) => operator === service.operator) === at);
  return listed.length === 0 ? [] : take(operators, selectorName === undefined ? 1 : readCountWanted(json, selectorName), name);
}

function take(operators: readonly Service[], wanted: number | 'all', name: string): readonly Service[] {
  const count = wanted === 'all' ? Math.max(operators.length, 1) : wanted;
  if (operators.length < count) throw new JsonError('type', `has ${operators.length} usable ${name}, and wants ${count}`);
  return operators.slice(0, count);
}

/** ServiceConfiguration: ANY is one, EXACT as many as it says, ALL all. */
function readCountWanted(json: JsonObject, name: string): number | 'all' {
  const config = optional(field(json, name), name, readObject) ?? {};
  const selector = optional(field(config, 'selector'), `${name}.selector`, readString) ?? 'ANY';
  if (selector === 'ANY') return 1;
  if (selector === 'ALL') return 'all';
  if (selector !== 'EXACT')
    throw new JsonError('type', `${name}.selector is ${JSON.stringify(selector.slice(0, 60))}, not ANY, ALL or EXACT`);
  const count = readCount(field(config, 'count'), `${name}.count`);
  if (count === 0) throw new JsonError('type', `${name}.count is 0`);
  return count;
}

function readService(value: unknown, what: string): Service {
  const json = readObject(value, what);
  const text = readString(field(json, 'url'), `${what}.url`);
  if (!URL.canParse(text)) throw new JsonError('type', `${what}.url is not a URL`);
  const validity = readObject(field(json, 'validFor'), `${what}.validFor`);
  const end = optional(field(validity, 'end'), `${what}.validFor.end`, readTimestamp);
  return {
    url: new URL(text),
    majorApiVersion: readCount(field(json, 'majorApiVersion'), `${what}.majorApiVersion`),
    start: readTimestamp(field(validity, 'start'), `${what}.validFor.start`),
    operator: optional(field(json, 'operator'), `${what}.operator`, readString) ?? '',
    ...(end === undefined ? {} : { end }),
  };
}
