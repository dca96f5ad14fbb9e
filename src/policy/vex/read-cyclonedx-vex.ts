import { field, isJsonObject, type JsonObject } from '../../lib/json/json-readers.ts';
import { makeProduct } from './read-product.ts';
import { listOf, textOf } from './vex-values.ts';
import { VexFault, type VexDocument, type VexProduct, type VexStatement, type VexStatus } from './vex-document.ts';

/** `analysis.state` of CycloneDX 1.4 and later. */
const states: ReadonlyMap<string, VexStatus> = new Map<string, VexStatus>([
  ['resolved', 'fixed'],
  ['resolved_with_pedigree', 'fixed'],
  ['exploitable', 'affected'],
  ['in_triage', 'under_investigation'],
  ['false_positive', 'not_affected'],
  ['not_affected', 'not_affected'],
]);
const maxComponents = 1_000_000;

/** CycloneDX VEX: analyses of vulnerabilities, about components of this document or, by BOM-Link, of another. */
export function readCycloneDxVex(root: JsonObject, origin: string): VexDocument {
  const metadata = field(root, 'metadata');
  const documentId = textOf(root, 'serialNumber');
  const time = isJsonObject(metadata) ? textOf(metadata, 'timestamp') : undefined;
  const components = collectComponents(root, metadata);
  const statements = listOf(root, 'vulnerabilities').flatMap((item, at): readonly VexStatement[] => {
    if (!isJsonObject(item)) throw new VexFault(`vulnerability ${at + 1} is not an object`);
    const analysis = field(item, 'analysis');
    const state = isJsonObject(analysis) ? textOf(analysis, 'state') : undefined;
    // A list of findings without an analysis states nothing.
    if (!isJsonObject(analysis) || state === undefined) return [];
    const status = states.get(state);
    if (status === undefined)
      throw new VexFault(
        `vulnerability ${at + 1} has the state ${JSON.stringify(state.slice(0, 60))}, which is none of ${[...states.keys()].join(', ')}`,
      );
    const ids = [
      textOf(item, 'id'),
      ...listOf(item, 'references').map((each) => (isJsonObject(each) ? textOf(each, 'id') : undefined)),
    ].filter((id) => id !== undefined);
    const [justification, reason] = [textOf(analysis, 'justification'), textOf(analysis, 'detail')];
    const statedOn = textOf(analysis, 'lastUpdated') ?? textOf(analysis, 'firstIssued') ?? time;
    return [{
      origin: `${origin}: vulnerability ${at + 1}`,
      ids,
      status,
      products: listOf(item, 'affects').flatMap((each) => (isJsonObject(each) ? [productOf(textOf(each, 'ref') ?? '', components)] : [])),
      ...(justification === undefined ? {} : { justification }),
      ...(reason === undefined ? {} : { reason }),
      ...(statedOn === undefined ? {} : { statedOn }),
      ...(documentId === undefined ? {} : { documentId }),
    }]; // prettier-ignore
  });
  return { format: 'CycloneDX', origin, statements, ...(documentId === undefined ? {} : { id: documentId }) };
}

/** Package URLs by `bom-ref`. */
function collectComponents(root: JsonObject, metadata: unknown): ReadonlyMap<string, string> {
  const refs = new Map<string, string>();
  const open: unknown[] = [...listOf(root, 'components'), ...(isJsonObject(metadata) ? [field(metadata, 'component')] : [])];
  for (let next = open.pop(), count = 0; next !== undefined; next = open.pop(), count += 1) {
    if (count > maxComponents) throw new VexFault(`has more than ${maxComponents} components`);
    if (!isJsonObject(next)) continue;
    const [ref, purl] = [textOf(next, 'bom-ref'), textOf(next, 'purl')];
    if (ref !== undefined && purl !== undefined) refs.set(ref, purl);
    for (const inner of listOf(next, 'components')) open.push(inner);
  }
  return refs;
}

/** A `bom-ref` of this document, a package URL, or a BOM-Link whose fragment is one of the two. */
function productOf(ref: string, components: ReadonlyMap<string, string>): VexProduct {
  const fragment = /^urn:cdx:[^#]*#(.+)$/.exec(ref)?.[1];
  const name = fragment === undefined ? ref : decodeFragment(fragment);
  return makeProduct([components.get(name) ?? components.get(ref) ?? name]);
}

function decodeFragment(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
