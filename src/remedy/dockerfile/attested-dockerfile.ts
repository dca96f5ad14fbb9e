import { field, isJsonObject } from '../../lib/json/json-readers.ts';
import { normalizePath } from '../../lib/path/normalize-path.ts';
import { limits } from '../../model/limits.ts';
import { parseStatement } from '../base/read-provenance.ts';

/** The Dockerfile in a provenance, and the line of each layer in it. */
export interface AttestedDockerfile {
  /** As the build had it: `Dockerfile`. */
  readonly path: string;
  readonly text: string;
  /** By the digests of all layers up to one, the lowest first, joined by blanks. */
  readonly lines: ReadonlyMap<string, { readonly line: number; readonly endLine: number }>;
}

/**
 * The Dockerfile in a provenance of BuildKit in its mode `max`: `source` and `layers` of BuildKitMetadata, docs/attestations/slsa-definitions.md, both in
 * v0.2 and in v1 of SLSA. `undefined` for a document without one. Nothing is verified.
 */
export function readAttestedDockerfile(bytes: Uint8Array): AttestedDockerfile | undefined {
  const predicate = member(parseStatement(bytes), 'predicate');
  const metadata =
    member(member(predicate, 'metadata'), 'https://mobyproject.org/buildkit@v1#metadata') ??
    member(member(member(predicate, 'runDetails'), 'metadata'), 'buildkit_metadata');
  const source = member(metadata, 'source');
  const infos = listOf(member(source, 'infos'));
  const index = infos.findIndex((info) => String(member(info, 'language')).toLowerCase() === 'dockerfile');
  const [path, data] = [member(infos[index], 'filename'), member(infos[index], 'data')];
  if (typeof path !== 'string' || typeof data !== 'string' || data.length > (limits.dockerfileBytes * 4) / 3 + 4) return undefined;
  const text = Buffer.from(data, 'base64').toString('utf8');
  return { path: normalizePath(path), text, lines: layerLines(member(metadata, 'layers'), member(source, 'locations'), index) };
}

/** `layers` has for each output of a step the layers of its file system; several steps may leave the same, of which the first made it. */
function layerLines(layers: unknown, locations: unknown, sourceIndex: number): AttestedDockerfile['lines'] {
  const lines = new Map<string, { line: number; endLine: number }>();
  const outputs = isJsonObject(layers) ? Object.entries(layers) : [];
  for (const [output, chains] of outputs.slice(0, limits.layers).sort(([a], [b]) => stepOf(a) - stepOf(b))) {
    const place = placeOf(member(locations, output.replace(/:\d+$/, '')), sourceIndex);
    if (place === undefined) continue;
    for (const chain of listOf(chains)) {
      const digests = listOf(chain).slice(0, limits.layers).map((layer) => member(layer, 'digest'));
      const key = digests.join(' ');
      if (key !== '' && !lines.has(key)) lines.set(key, place);
    }
  }
  return lines;
} // prettier-ignore

function stepOf(output: string): number {
  return Number(/\d+/.exec(output)?.[0] ?? 0);
}

/** pb.Locations of BuildKit: a step may come from several places, of which the first is its instruction. */
function placeOf(step: unknown, sourceIndex: number): { line: number; endLine: number } | undefined {
  const location = listOf(member(step, 'locations')).find((each) => (member(each, 'sourceIndex') ?? 0) === sourceIndex);
  const [first] = listOf(member(location, 'ranges'));
  const line = member(member(first, 'start'), 'line');
  const endLine = member(member(first, 'end'), 'line') ?? line;
  if (typeof line !== 'number' || typeof endLine !== 'number' || line < 1 || endLine < line) return undefined;
  return { line, endLine };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function member(value: unknown, name: string): unknown {
  return isJsonObject(value) ? field(value, name) : undefined;
}
