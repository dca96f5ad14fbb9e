import fc from 'fast-check';
import { toDigest } from '../../src/model/digest.ts';
import { ecosystem, ecosystemIds, packageManagerOf, type EcosystemId } from '../../src/model/ecosystem.ts';
import { makeIssue } from '../../src/model/issue.ts';
import { type Evidence, packageId, type Package } from '../../src/model/package.ts';
import { PratiqueError } from '../../src/model/pratique-error.ts';
import { formatPurl } from '../../src/model/purl.ts';
import { type DetectedDistribution, type ScannedLayer } from '../../src/model/report.ts';
import { type Inventory } from '../../src/sbom/inventory.ts';

const word = fc.stringMatching(/^[a-z][a-z0-9.+-]{0,11}$/);
/** What images have in names and paths: capitals, spaces, other scripts, and what JSON, XML, tag-value and purls have to escape. */
const oddText = fc.stringMatching(
  /^[A-Za-z0-9<>&"'%@#?:;,/()[\]{}äß漢😀]([A-Za-z0-9<>&"'%@#?:;,/()[\]{} äß漢😀-]{0,14}[A-Za-z0-9<>&"'%@#?:;,/()[\]{}äß漢😀-])?$/u,
);
const version = fc.stringMatching(/^[0-9]{1,3}(\.[0-9]{1,3}){0,2}([+~-][a-z0-9.]{1,6})?$/);
const digest = fc.stringMatching(/^[0-9a-f]{64}$/).map((hex) => toDigest('sha256', hex));
const evidence = fc.constantFrom<Evidence>('installed', 'file', 'binary', 'vendored', 'declared', 'claimed', 'orphan');
const licenses = fc.array(
  fc.oneof(fc.constantFrom('MIT', 'GPL-2.0', 'MIT OR Apache-2.0', 'GPL-2.0-or-later WITH Classpath-exception-2.0'), oddText),
  { maxLength: 3 },
);

const debian: DetectedDistribution = {
  id: 'debian',
  versionId: '12.5',
  prettyName: 'Debian GNU/Linux 12 (bookworm)',
  ecosystem: 'debian',
  release: '12',
  path: 'etc/os-release',
};
const distributions: readonly (DetectedDistribution | undefined)[] = [
  undefined,
  debian,
  { id: 'alpine', versionId: '3.20.3', prettyName: 'Alpine Linux v3.20', ecosystem: 'alpine', release: '3.20', path: 'etc/os-release' },
  { id: 'centos', versionId: '8', prettyName: 'CentOS Stream 8', ecosystem: 'redhat', release: '8', purlNamespace: 'centos', endOfLife: '2024-05-31', subscriptions: ['esm-infra'], path: 'etc/os-release' },
  { id: 'wolfi', versionId: '20230201', prettyName: 'Wolfi', ecosystem: 'wolfi', path: 'etc/os-release' },
  { id: 'mystery', versionId: '7', prettyName: 'Mystery 7', path: 'usr/lib/os-release' },
]; // prettier-ignore

type Optional<Type> = { [Key in keyof Type]: Type[Key] };

/** Without members that are `undefined`. */
function compact<Type extends object>(value: Optional<Type>): Type {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Type;
}

function maybe<Type>(arbitrary: fc.Arbitrary<Type>): fc.Arbitrary<Type | undefined> {
  return fc.option(arbitrary, { nil: undefined });
}

/** Whether purls of its type take any name, with and without a namespace. */
function isPlain(id: EcosystemId): boolean {
  try {
    for (const namespace of ['a', '']) formatPurl({ type: ecosystem(id).purlType, namespace, name: 'a' });
    return true;
  } catch {
    return false;
  }
}

interface Sketch {
  readonly ecosystem: EcosystemId;
  readonly name: string;
  readonly namespace: string | undefined;
  readonly version: string | undefined;
  readonly epoch: number | undefined;
  readonly path: string;
  readonly rest: Partial<Package>;
}

const sketch: fc.Arbitrary<Sketch> = fc.record({
  ecosystem: fc.constantFrom(...ecosystemIds.filter(isPlain)),
  name: fc.oneof(word, oddText),
  namespace: maybe(fc.oneof(word, word.map((each) => `@${each}`))),
  version: maybe(version),
  epoch: maybe(fc.integer({ min: 1, max: 3 })),
  path: fc.oneof(word, fc.tuple(word, oddText).map(([folder, name]) => `${folder}/${name.replaceAll('/', '')}x`)),
  rest: fc
    .record({
      architecture: maybe(fc.constantFrom('amd64', 'all', 'x86_64')),
      source: maybe(fc.record({ name: word, version })),
      evidence,
      layerIndex: fc.nat(3),
      licenses,
      isOwn: maybe(fc.constant(true)),
      isDirect: maybe(fc.boolean()),
      isDevelopment: maybe(fc.constant(true)),
      candidates: maybe(fc.array(fc.record({ by: fc.constantFrom('manifest' as const, 'sha1' as const), name: oddText, version }), { minLength: 1, maxLength: 2 })),
      supplier: maybe(oddText),
      module: maybe(fc.constant('nodejs:18')),
    })
    .map((members) => compact(members) as Partial<Package>),
}); // prettier-ignore

/** As the catalogers make one. */
function makePackage(
  { ecosystem: id, name, namespace, version: bare, epoch, path, rest }: Sketch,
  distribution: DetectedDistribution | undefined,
): Package {
  const row = ecosystem(id);
  const isOfSystem = packageManagerOf(id) !== undefined;
  const withEpoch = bare === undefined || epoch === undefined || !isOfSystem || row.purlType === 'apk' ? bare : `${epoch}:${bare}`;
  const isDistributions = isOfSystem && distribution?.ecosystem === id;
  const joined = namespace === undefined || isOfSystem ? name : `${namespace}${row.purlType === 'maven' ? ':' : '/'}${name}`;
  const spaced = !isOfSystem && ['npm', 'golang', 'composer', 'maven'].includes(row.purlType);
  const purlNamespace = isOfSystem
    ? isDistributions
      ? (distribution.purlNamespace ?? row.purlNamespace)
      : (row.purlNamespace ?? distribution?.id)
    : spaced
      ? namespace
      : undefined;
  const purl = formatPurl({
    type: row.purlType,
    ...(purlNamespace === undefined ? {} : { namespace: purlNamespace }),
    name: isOfSystem || spaced ? name : joined,
    ...(bare === undefined ? {} : { version: row.purlType === 'rpm' ? bare : (withEpoch ?? bare) }),
    qualifiers: {
      ...(rest.architecture === undefined ? {} : { arch: rest.architecture }),
      ...(isDistributions ? { distro: [distribution.id, distribution.release ?? distribution.versionId].join('-') } : {}),
      ...(row.purlType === 'rpm' && bare !== undefined && epoch !== undefined ? { epoch: String(epoch) } : {}),
    },
  });
  return {
    ...rest,
    id: packageId(purl, path),
    purl,
    ecosystem: id,
    ...(isDistributions && distribution.release !== undefined ? { release: distribution.release } : {}),
    name: joined,
    ...(withEpoch === undefined ? {} : { version: withEpoch }),
    evidence: rest.evidence ?? 'file',
    locations: [{ path, layerIndex: rest.layerIndex ?? 0 }],
    layerIndex: rest.layerIndex ?? 0,
    licenses: rest.licenses ?? [],
    dependencies: [],
  };
}

/** None where the type of the purl does not allow such a name. */
function tryMake(each: Sketch, distribution: DetectedDistribution | undefined): readonly Package[] {
  try {
    return [makePackage(each, distribution)];
  } catch (error) {
    if (error instanceof PratiqueError && error.code === 'PURL_INVALID') return [];
    throw error;
  }
}

/** Packages that own, carry and need each other, in circles too. */
function connect(packages: readonly Package[], edges: readonly (readonly [number, number])[]): readonly Package[] {
  const at = (index: number): Package => packages[index % packages.length]!;
  return packages.map((found, index) => {
    const needed = edges.filter(([from]) => at(from) === found).map(([, to]) => at(to).id);
    const other = at(index + 1).id;
    return {
      ...found,
      dependencies: [...new Set(needed)].filter((id) => id !== found.id),
      ...(index % 3 === 1 && other !== found.id ? { ownedBy: other } : {}),
      ...(index % 3 === 2 && other !== found.id ? { parent: other } : {}),
    };
  });
}

const layer: fc.Arbitrary<ScannedLayer> = fc
  .record({ digest: maybe(digest), diffId: maybe(digest), isDiffIdVerified: maybe(fc.boolean()), createdBy: maybe(oddText), compressedBytes: maybe(fc.nat()), broughtBy: fc.constantFrom('base' as const, 'own' as const, 'unknown' as const) })
  .map((members) => compact(members) as ScannedLayer); // prettier-ignore

/** Inventories as scans of images make them. */
export const inventoryArbitrary: fc.Arbitrary<Inventory> = fc
  .record({
    distribution: fc.constantFrom(...distributions),
    sketches: fc.array(sketch, { maxLength: 12 }),
    edges: fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 20 }),
    layers: fc.array(layer, { maxLength: 4 }),
    manifestDigest: maybe(digest),
    configDigest: maybe(digest),
    user: maybe(word),
    messages: fc.array(oddText, { maxLength: 3 }),
  })
  .map(({ distribution, sketches, edges, layers, manifestDigest, configDigest, user, messages }) => {
    const made = new Map(sketches.flatMap((each) => tryMake(each, distribution)).map((found) => [found.id, found]));
    const packages = [...made.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    return {
      target: compact({
        name: 'registry.example/shop/checkout:2.4.1',
        scheme: 'registry',
        manifestDigest,
        configDigest,
        platform: { os: 'linux', architecture: 'arm64', variant: 'v8' },
        created: '2026-02-14T09:26:53Z',
        user,
        distribution,
        layers: layers.map((each, index) => ({ ...each, index })),
      }) as Inventory['target'],
      packages: connect(packages, edges),
      issues: messages.map((message, at) => (at === 0 ? makeIssue('PACKAGES_NOT_READ', 'catalog', message, { contentKind: 'java' }) : makeIssue('LAYER_TRAILING_BYTES', 'layer', message, { path: message, layerIndex: at }))),
    };
  }); // prettier-ignore
