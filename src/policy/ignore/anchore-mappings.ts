import { compileGlob } from '../../lib/text/glob-pattern.ts';
import { type YamlValue } from '../../lib/yaml/yaml-value.ts';
import { type ImageReference } from '../../model/reference.ts';
import { type ScanTarget } from '../../model/report.ts';
import { targetReferences } from '../suppression/target-references.ts';

/** Which policies and allow lists hold for which images; the first that fits decides. */
export interface AnchoreMapping {
  readonly text: string;
  readonly isForAll: boolean;
  readonly listIds: readonly string[];
  readonly policyIds: readonly string[];
  matches(reference: ImageReference): boolean;
  /** Whether it is for the image of a report; `unknown` where the image has no name to compare. */
  readonly fits: (target: ScanTarget) => boolean | 'unknown';
}

export function anchoreMappings(root: ReadonlyMap<string, YamlValue>): readonly AnchoreMapping[] {
  const value = root.get('mappings');
  return value === undefined || value.isEmpty ? [] : value.list().map((item) => anchoreMapping(item.entries()));
}

export function anchoreMapping(members: ReadonlyMap<string, YamlValue>): AnchoreMapping {
  const text = (from: ReadonlyMap<string, YamlValue>, name: string): string => {
    const value = from.get(name);
    return value === undefined || value.isEmpty ? '*' : String(value.scalar());
  };
  const [registry, repository] = [text(members, 'registry').replace(/^dockerhub$/, 'docker.io'), text(members, 'repository')];
  const image = members.get('image');
  const isImage = image !== undefined && !image.isEmpty;
  const [kind, wanted] = isImage ? [text(image.entries(), 'type'), text(image.entries(), 'value')] : ['tag', '*'];
  const [hosts, names, tags] = [registry, repository, wanted].map((pattern) => compileGlob(pattern.replaceAll('*', '**')));
  const isInRepository = (reference: ImageReference): boolean =>
    hosts!.matches(reference.registry) &&
    (names!.matches(reference.repository) || names!.matches(reference.repository.replace(/^library\//, '')));
  const matches = (reference: ImageReference): boolean =>
    isInRepository(reference) && tags!.matches((kind === 'digest' ? reference.digest : reference.tag) ?? '');
  const isForAll = registry === '*' && repository === '*' && wanted === '*';
  return {
    text: `${registry}/${repository}:${wanted}`,
    isForAll,
    listIds: [...ids(members, 'whitelist_ids'), ...ids(members, 'allowlist_ids')],
    policyIds: [...ids(members, 'policy_ids'), ...ids(members, 'rule_set_ids'), ...ids(members, 'policy_id')],
    matches,
    fits: (target) => {
      if (isForAll) return true;
      const references = targetReferences(target);
      const id = kind === 'digest' ? target.manifestDigest : kind === 'id' ? target.configDigest : undefined;
      if (kind !== 'tag' && id?.replace(/^sha256:/, '') !== wanted.replace(/^sha256:/, '')) return false;
      const isAnyRepository = registry === '*' && repository === '*';
      if (references.length === 0) return kind !== 'tag' && isAnyRepository ? true : 'unknown';
      return references.some((reference) => (kind === 'tag' ? matches(reference) : isInRepository(reference)));
    },
  };
}

function ids(members: ReadonlyMap<string, YamlValue>, name: string): readonly string[] {
  const value = members.get(name);
  if (value === undefined || value.isEmpty) return [];
  return (value.isList ? value.list() : [value]).map((each) => String(each.scalar()));
}
