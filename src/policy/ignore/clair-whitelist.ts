import { type YamlValue } from '../../lib/yaml/yaml-value.ts';
import { repositoryPattern } from '../suppression/image-pattern.ts';
import { type ImagePattern, type SuppressionEntry } from '../suppression/suppression-entry.ts';
import { findIdFault } from './check-id.ts';
import { type IgnoreFormat } from './ignore-format.ts';
import { noReason } from './no-reason.ts';
import { parseIgnoreYaml } from './parse-ignore-yaml.ts';

/** `generalwhitelist` holds for every image; an entry of `images` for one repository under every tag. The values are remarks. */
export const clairWhitelist: IgnoreFormat = {
  id: 'clair-whitelist',
  title: 'clair-scanner whitelist',
  fileNames: [],
  looksLike: (text) => /^["'{\s]*(?:generalwhitelist|images)["']?\s*:/m.test(text),
  read(text, file) {
    const root = parseIgnoreYaml(text);
    if (root.isEmpty) return { entries: [], unusable: [] };
    const sections = root.mapping(['generalwhitelist', 'images']);
    const general = sections.optional('generalwhitelist', (value) => readIds(value, file)) ?? [];
    const ofImages =
      sections.optional('images', (value) => (value.isEmpty ? [] : value.pairs().flatMap(([name, ids]) => readImage(name, ids, file)))) ??
      [];
    return { entries: [...general, ...ofImages], unusable: [] };
  },
};

function readImage(name: string, ids: YamlValue, file: string): readonly SuppressionEntry[] {
  // clair-scanner takes names as Docker prints them, and leaves a tag out of the comparison.
  const pattern = repositoryPattern(name);
  if (typeof pattern === 'string') throw ids.problem(pattern, 'write the repository without its tag, such as lab/redis');
  return readIds(ids, file, pattern);
}

function readIds(value: YamlValue, file: string, image?: ImagePattern): readonly SuppressionEntry[] {
  if (value.isEmpty) return [];
  return value.pairs().map(([id, remark]) => {
    const fault = findIdFault(id);
    if (fault !== undefined) throw remark.problem(fault.message, fault.hint);
    const text = remark.isEmpty ? '' : String(remark.scalar()).trim();
    return {
      origin: `${file}:${remark.keyLine}`,
      ids: [id],
      reason: text === '' ? noReason : text,
      ...(image === undefined ? {} : { images: [image] }),
    };
  });
}
