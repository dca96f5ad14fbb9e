import { type YamlValue } from '../../lib/yaml/yaml-value.ts';
import { namedPattern } from '../suppression/package-pattern.ts';
import { parseExpiry } from '../suppression/expiry.ts';
import { type ImagePattern, type SuppressionEntry, type SuppressionFile, type UnusableEntry } from '../suppression/suppression-entry.ts';
import { findIdFault } from './check-id.ts';
import { anchoreMappings, type AnchoreMapping } from './anchore-mappings.ts';
import { split } from './grype-yaml.ts';
import { type IgnoreFormat } from './ignore-format.ts';
import { noReason } from './no-reason.ts';
import { parseIgnoreYaml } from './parse-ignore-yaml.ts';

/** Allow lists of Anchore, alone or in a policy bundle, where mappings say for which images each holds. Its rules are judged by `anchore/`. */
export const anchoreBundle: IgnoreFormat = {
  id: 'anchore',
  title: 'Anchore policy bundle or allow list',
  fileNames: [],
  looksLike: (text) => /"(?:whitelists|allowlists|trigger_id|rule_sets|whitelist_ids)"\s*:/.test(text),
  read(text, file) {
    const root = parseIgnoreYaml(text).entries();
    return split([...readLists(root, file), ...notedParts(root, file)]);
  },
};

/** The allow lists alone, of a bundle whose rules are judged. Throws YamlError. */
export function readAllowLists(text: string, file: string): SuppressionFile {
  return split(readLists(parseIgnoreYaml(text).entries(), file));
}

function readLists(root: ReadonlyMap<string, YamlValue>, file: string): readonly (SuppressionEntry | UnusableEntry)[] {
  if (root.has('items')) return readList(root, file, undefined);
  const lists = [...itemsOf(root, 'whitelists'), ...itemsOf(root, 'allowlists')];
  const mappings = anchoreMappings(root);
  return lists.flatMap((list) => {
    const members = list.entries();
    return readList(members, file, mappings.length === 0 ? undefined : mappedImages(String(members.get('id')?.scalar() ?? ''), mappings));
  });
}

/** What an ignore file cannot say: rules and lists of images are judged by `anchore/`. */
function notedParts(root: ReadonlyMap<string, YamlValue>, file: string): readonly UnusableEntry[] {
  const rules = [...itemsOf(root, 'policies'), ...itemsOf(root, 'rule_sets')].flatMap((set) => itemsOf(set.entries(), 'rules'));
  const lists = ['whitelisted_images', 'allowlisted_images', 'blacklisted_images', 'denylisted_images'];
  return [
    ...rules.slice(0, 1).map((rule) => ({ origin: `${file}:${rule.line}`, message: `${rules.length === 1 ? '1 rule was' : `${rules.length} rules were`} not read; use --policy-bundle ${file}` })),
    ...lists
      .filter((name) => itemsOf(root, name).length > 0)
      .map((name) => ({ origin: `${file}:${root.get(name)?.keyLine ?? 1}`, message: `${name} was not read; use --policy-bundle ${file}` })),
  ];
} // prettier-ignore

function readList(
  list: ReadonlyMap<string, YamlValue>,
  file: string,
  images: ImagePattern | undefined,
): readonly (SuppressionEntry | UnusableEntry)[] {
  const name = textOf(list, 'name') ?? textOf(list, 'id') ?? 'allow list';
  return itemsOf(list, 'items').map((item) => readItem(item, file, name, images));
}

function readItem(item: YamlValue, file: string, list: string, images: ImagePattern | undefined): SuppressionEntry | UnusableEntry {
  const members = item.entries();
  const origin = `${file}:${item.line}`;
  const [gate, trigger] = [textOf(members, 'gate') ?? '', textOf(members, 'trigger_id') ?? ''];
  if (trigger === '') throw item.fault('has no trigger_id');
  if (gate !== 'vulnerabilities' && gate !== 'anchoresec' && gate !== '')
    return { origin, message: `an item of the gate ${gate} has no counterpart: ${trigger}` };
  const [id = '', name] = trigger.split('+');
  const fault = findIdFault(id);
  if (fault !== undefined) throw item.problem(fault.message, fault.hint);
  const date = textOf(members, 'expires_on');
  const expires = date === undefined ? undefined : parseExpiry(date, 'excluded');
  if (date !== undefined && expires === undefined) throw item.fault(`has no valid date in expires_on: ${date}`);
  return {
    origin,
    kinds: ['vulnerability'],
    ids: [id],
    reason: textOf(members, 'description') ?? (list === '' ? noReason : `on the list ${list}`),
    ...(name === undefined || name === '*' || name === ''
      ? {}
      : { packages: [namedPattern({ text: name, name: (each) => each === name })] }),
    ...(expires === undefined ? {} : { expires }),
    ...(images === undefined ? {} : { images: [images] }),
  };
}

/** The first mapping that fits an image decides which lists hold for it. */
function mappedImages(listId: string, mappings: readonly AnchoreMapping[]): ImagePattern {
  return {
    text: mappings
      .filter(({ listIds }) => listIds.includes(listId))
      .map(({ text }) => text)
      .join(', '),
    matches: (references) =>
      references.length === 0
        ? mappings.find(({ isForAll }) => isForAll)?.listIds.includes(listId) === true
        : references.some((reference) => mappings.find((mapping) => mapping.matches(reference))?.listIds.includes(listId) === true),
  };
}

export function itemsOf(members: ReadonlyMap<string, YamlValue>, name: string): readonly YamlValue[] {
  const value = members.get(name);
  return value === undefined || value.isEmpty ? [] : value.list();
}

export function textOf(members: ReadonlyMap<string, YamlValue>, name: string): string | undefined {
  const value = members.get(name);
  const text = value === undefined || value.isEmpty ? '' : String(value.scalar()).trim();
  return text === '' ? undefined : text;
}
