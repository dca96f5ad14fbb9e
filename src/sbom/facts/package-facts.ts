import { isEcosystemId } from '../../model/ecosystem.ts';
import { type Evidence, type IdentityCandidate, type Location, type Package } from '../../model/package.ts';
import { type PackageIdentity } from '../identify-package.ts';
import { factOf, type Fact, type Facts } from './fact.ts';
import { optional, parseObject, textOf } from './fact-values.ts';

/** What of a package its purl does not tell, `derived` being what it tells. `refOf` names another package as the document does. */
export function packageFacts(
  found: Package,
  derived: PackageIdentity | undefined,
  refOf: (id: string) => string | undefined,
): readonly Fact[] {
  const told = derived ?? ({} as Partial<PackageIdentity>);
  const { ownedBy, parent } = found;
  return [
    fact('evidence', found.evidence),
    fact('layer', String(found.layerIndex)),
    ...found.locations.map(({ path, layerIndex }) => fact('location', `${layerIndex} ${path}`)),
    ...unlessTold('purl', found.purl, told.purl),
    ...unlessTold('ecosystem', found.ecosystem, told.ecosystem),
    ...unlessTold('release', found.release, told.release),
    ...unlessTold('name', found.name, told.name),
    ...unlessTold('version', found.version, told.version),
    ...unlessTold('architecture', found.architecture, told.architecture),
    ...unlessTold('module', found.module, told.module),
    ...unlessTold('source', formatSource(found.source), formatSource(told.source)),
    ...(ownedBy === undefined ? [] : [fact('owned-by', refOf(ownedBy) ?? '')]),
    ...(parent === undefined ? [] : [fact('parent', refOf(parent) ?? '')]),
    ...(found.isOwn === true ? [fact('own', 'true')] : []),
    ...(found.isDirect === undefined ? [] : [fact('direct', String(found.isDirect))]),
    ...(found.isDevelopment === true ? [fact('development', 'true')] : []),
    ...(found.supplier === undefined ? [] : [fact('supplier', found.supplier)]),
    ...(found.candidates ?? []).map((candidate) => fact('candidate', JSON.stringify(candidate))),
  ];
}

function fact(name: string, value: string): Fact {
  return { name, value };
}

/** An empty value says that there is none, where the purl would tell one. */
function unlessTold(name: string, value: string | undefined, told: string | undefined): readonly Fact[] {
  return value === told ? [] : [fact(name, value ?? '')];
}

function formatSource(source: Package['source']): string | undefined {
  return source === undefined ? undefined : `${source.name} ${source.version}`;
}

const evidences: ReadonlySet<string> = new Set<Evidence>(['installed', 'file', 'binary', 'vendored', 'declared', 'claimed', 'orphan']);

/** `undefined` for what is no class of evidence. */
export function readEvidence(facts: Facts): Evidence | undefined {
  const text = factOf(facts, 'evidence') ?? '';
  return evidences.has(text) ? (text as Evidence) : undefined;
}

/** Those that are well formed. */
export function readLocations(facts: Facts): readonly Location[] {
  return (facts.get('location') ?? []).flatMap((text) => {
    const [, layer, path] = /^(\d{1,4}) ([^]+)$/.exec(text) ?? [];
    return layer === undefined || path === undefined ? [] : [{ path, layerIndex: Number(layer) }];
  });
}

/** What the facts say where they differ from what the purl tells. */
export function readIdentity(facts: Facts, derived: PackageIdentity): PackageIdentity {
  const ecosystem = factOf(facts, 'ecosystem');
  const { release, version, architecture, module, source, ...rest } = derived;
  const [name = '', sourceVersion] = splitOnce(factOf(facts, 'source') ?? '');
  const saidSource = facts.has('source') ? (sourceVersion === undefined ? undefined : { name, version: sourceVersion }) : source;
  return {
    ...rest,
    ...(facts.has('purl') ? { purl: factOf(facts, 'purl') ?? rest.purl } : {}),
    ...(isEcosystemId(ecosystem) ? { ecosystem } : {}),
    ...(facts.has('name') ? { name: factOf(facts, 'name') ?? rest.name } : {}),
    ...optional('release', said(facts, 'release', release)),
    ...optional('version', said(facts, 'version', version)),
    ...optional('architecture', said(facts, 'architecture', architecture)),
    ...optional('module', said(facts, 'module', module)),
    ...(saidSource === undefined ? {} : { source: saidSource }),
  };
}

const sources: ReadonlySet<string> = new Set<IdentityCandidate['by']>([
  'pom.properties',
  'pom.xml',
  'manifest',
  'sha1',
  'file name',
  'content',
]);

/** Those that are well formed. */
export function readCandidates(facts: Facts): readonly IdentityCandidate[] {
  return (facts.get('candidate') ?? []).flatMap((value) => {
    const candidate = parseObject(value);
    const [by = '', name, version] = ['by', 'name', 'version'].map((key) => textOf(candidate, key));
    if (!sources.has(by) || name === undefined) return [];
    return [{ by: by as IdentityCandidate['by'], name, ...(version === undefined ? {} : { version }) }];
  });
}

function said(facts: Facts, name: string, otherwise: string | undefined): string | undefined {
  return facts.has(name) ? factOf(facts, name) || undefined : otherwise;
}

function splitOnce(text: string): readonly string[] {
  const at = text.indexOf(' ');
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
