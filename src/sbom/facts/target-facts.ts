import { isDigest } from '../../model/digest.ts';
import { type Issue, makeIssue } from '../../model/issue.ts';
import { issueCodes, type IssueCode } from '../../model/issue-codes.ts';
import { isContentKind } from '../../model/content-kinds.ts';
import { isEcosystemId } from '../../model/ecosystem.ts';
import { type DetectedDistribution, type ScannedLayer, type ScanTarget } from '../../model/report.ts';
import { field, type JsonObject } from '../../lib/json/json-readers.ts';
import { type Inventory } from '../inventory.ts';
import { factOf, type Fact, type Facts } from './fact.ts';
import { optional, parseObject, textOf } from './fact-values.ts';

/** What of the image and of the scan no standard field holds: layers, platform, and what could not be scanned. Lists are one fact an entry, in JSON. */
export function targetFacts({ target, issues }: Pick<Inventory, 'target' | 'issues'>): readonly Fact[] {
  const { scheme, manifestDigest, configDigest, platform, created, user, connection, layers, distribution } = target;
  return [
    { name: 'scheme', value: scheme },
    ...given('manifest-digest', manifestDigest),
    ...given('config-digest', configDigest),
    { name: 'platform', value: JSON.stringify(platform) },
    ...given('created', created),
    ...given('user', user),
    ...given('connection', connection),
    ...(distribution === undefined ? [] : [{ name: 'distribution', value: JSON.stringify(distribution) }]),
    ...layers.map(({ index: _, ...layer }) => ({ name: 'layer', value: JSON.stringify(layer) })),
    ...issues.filter(({ origin }) => !matchOrigins.has(origin)).map((issue) => ({ name: 'issue', value: JSON.stringify(issue) })),
  ];
}

/** Issues of matching belong to the advisories of that day, and not to the image. */
const matchOrigins: ReadonlySet<string> = new Set(['advisories', 'match', 'scan']);

function given(name: string, value: string | undefined): readonly Fact[] {
  return value === undefined ? [] : [{ name, value }];
}

/** The target as our own facts describe it; `undefined` for a document of another tool. Values of a wrong type are left out. */
export function readTarget(facts: Facts, name: string): Omit<ScanTarget, 'distribution'> | undefined {
  if (!facts.has('scheme')) return undefined;
  const platform = parseObject(factOf(facts, 'platform'));
  const digest = (key: string): unknown => factOf(facts, key);
  const [manifestDigest, configDigest] = [digest('manifest-digest'), digest('config-digest')];
  const [created, user] = [factOf(facts, 'created'), factOf(facts, 'user')];
  return {
    name,
    scheme: 'sbom',
    ...(isDigest(manifestDigest) ? { manifestDigest } : {}),
    ...(isDigest(configDigest) ? { configDigest } : {}),
    platform: {
      os: textOf(platform, 'os') ?? 'linux',
      architecture: textOf(platform, 'architecture') ?? '',
      ...optional('variant', textOf(platform, 'variant')),
      ...optional('osVersion', textOf(platform, 'osVersion')),
    },
    ...optional('created', created),
    ...optional('user', user),
    ...(factOf(facts, 'connection') === 'unverified' ? { connection: 'unverified' } : {}),
    layers: (facts.get('layer') ?? []).map((value, index) => readLayer(parseObject(value), index)),
  };
}

function readLayer(layer: JsonObject | undefined, index: number): ScannedLayer {
  const digest = layer === undefined ? undefined : field(layer, 'digest');
  const diffId = layer === undefined ? undefined : field(layer, 'diffId');
  const size = layer === undefined ? undefined : field(layer, 'compressedBytes');
  const isVerified = layer === undefined ? undefined : field(layer, 'isDiffIdVerified');
  const broughtBy = textOf(layer, 'broughtBy');
  return {
    index,
    ...(isDigest(digest) ? { digest } : {}),
    ...(isDigest(diffId) ? { diffId } : {}),
    ...(typeof isVerified === 'boolean' ? { isDiffIdVerified: isVerified } : {}),
    ...optional('createdBy', textOf(layer, 'createdBy')),
    ...(typeof size === 'number' && Number.isSafeInteger(size) && size >= 0 ? { compressedBytes: size } : {}),
    broughtBy: broughtBy === 'base' || broughtBy === 'own' ? broughtBy : 'unknown',
  };
}

/** `undefined` for a document of another tool, and where the image had none. */
export function readDistribution(facts: Facts): DetectedDistribution | undefined {
  const told = parseObject(factOf(facts, 'distribution'));
  const id = textOf(told, 'id');
  if (told === undefined || id === undefined) return undefined;
  const [ecosystem, subscriptions] = [textOf(told, 'ecosystem'), field(told, 'subscriptions')];
  return {
    id,
    ...optional('versionId', textOf(told, 'versionId')),
    ...optional('prettyName', textOf(told, 'prettyName')),
    ...(isEcosystemId(ecosystem) ? { ecosystem } : {}),
    ...optional('release', textOf(told, 'release')),
    ...optional('endOfLife', textOf(told, 'endOfLife')),
    ...(Array.isArray(subscriptions) ? { subscriptions: subscriptions.filter((each): each is string => typeof each === 'string') } : {}),
    ...optional('purlNamespace', textOf(told, 'purlNamespace')),
    path: textOf(told, 'path') ?? 'sbom',
  };
}

/** What could not be scanned when the document was written is not in it either. */
export function readIssues(facts: Facts): readonly Issue[] {
  return (facts.get('issue') ?? []).flatMap((value) => {
    const issue = parseObject(value);
    const code = textOf(issue, 'code') ?? '';
    if (!Object.hasOwn(issueCodes, code)) return [];
    const layerIndex = issue === undefined ? undefined : field(issue, 'layerIndex');
    const contentKind = textOf(issue, 'contentKind');
    return [
      makeIssue(code as IssueCode, textOf(issue, 'origin') ?? 'sbom', textOf(issue, 'message') ?? '', {
        ...optional('path', textOf(issue, 'path')),
        ...(typeof layerIndex === 'number' ? { layerIndex } : {}),
        ...(isContentKind(contentKind) ? { contentKind } : {}),
      }),
    ];
  });
}
