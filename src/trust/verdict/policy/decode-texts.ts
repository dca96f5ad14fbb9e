import { type YamlValue } from '../../../lib/yaml/yaml-value.ts';

/** Texts by whatever names they have. Throws YamlError. */
export function decodeTexts(value: YamlValue): ReadonlyMap<string, string> {
  return new Map([...value.entries()].map(([name, member]) => [name, member.text()]));
}
