import { type YamlValue } from '../../lib/yaml/yaml-value.ts';
import { anchoreMapping } from '../ignore/anchore-mappings.ts';
import { textOf } from '../ignore/anchore-bundle.ts';
import { type ImageSelector } from './anchore-bundle.ts';

/** A mapping, or an entry of a list of images. Throws YamlError. */
export function readSelector(value: YamlValue, file: string): ImageSelector {
  const members = value.entries();
  const mapping = anchoreMapping(members);
  const name = textOf(members, 'name');
  return {
    origin: `${file}:${value.line}`,
    text: name === undefined ? mapping.text : `${name} (${mapping.text})`,
    ruleSetIds: mapping.policyIds,
    fits: mapping.fits,
  };
}
