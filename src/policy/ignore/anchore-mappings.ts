import { compileGlob } from '../../lib/text/glob-pattern.ts';
import { type YamlValue } from '../../lib/yaml/yaml-value.ts';
import { type ImageReference } from '../../model/reference.ts';

/** Which policies and allow lists hold for which images; the first that fits decides. */
export interface AnchoreMapping {
  readonly text: string;
  readonly isForAll: boolean;
  readonly listIds: readonly string[];
  readonly policyIds: readonly string[];
  matches(reference: ImageReference): boolean;
}

export function anchoreMappings(root: ReadonlyMap<string, YamlValue>): readonly AnchoreMapping[] {
  const value = root.get('mappings');
  return value === undefined || value.isEmpty ? [] : value.list().map((item) => readMapping(item.entries()));
}

function readMapping(members: ReadonlyMap<string, YamlValue>): AnchoreMapping {
  const text = (from: ReadonlyMap<string, YamlValue>, name: string): string => {
    const value = from.get(name);
    return value === undefined || value.isEmpty ? '*' : String(value.scalar());
  };
  const [registry, repository] = [text(members, 'registry'), text(members, 'repository')];
  const image = members.get('image');
  const isImage = image !== undefined && !image.isEmpty;
  const [kind, tag] = isImage ? [text(image.entries(), 'type'), text(image.entries(), 'value')] : ['tag', '*'];
  const [hosts, names, tags] = [registry, repository, tag].map((pattern) => compileGlob(pattern.replaceAll('*', '**')));
  return {
    text: `${registry}/${repository}:${tag}`,
    isForAll: registry === '*' && repository === '*' && tag === '*',
    listIds: [...ids(members, 'whitelist_ids'), ...ids(members, 'allowlist_ids')],
    policyIds: [...ids(members, 'policy_ids'), ...ids(members, 'rule_set_ids'), ...ids(members, 'policy_id')],
    matches: (reference) =>
      hosts!.matches(reference.registry) &&
      (names!.matches(reference.repository) || names!.matches(reference.repository.replace(/^library\//, ''))) &&
      tags!.matches((kind === 'digest' ? reference.digest : reference.tag) ?? ''),
  };
}

function ids(members: ReadonlyMap<string, YamlValue>, name: string): readonly string[] {
  const value = members.get(name);
  if (value === undefined || value.isEmpty) return [];
  return (value.isList ? value.list() : [value]).map((each) => String(each.scalar()));
}
