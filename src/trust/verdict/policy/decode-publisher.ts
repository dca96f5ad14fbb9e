import { closestWord } from '../../../lib/text/closest-word.ts';
import { type YamlValue } from '../../../lib/yaml/yaml-value.ts';
import { decodeImagePattern } from './decode-patterns.ts';
import { parseImagePattern } from './image-pattern.ts';
import { knownPublisherNames, knownPublishers } from './known-publishers.ts';
import { type Publisher } from './trust-policy.ts';

/** A known publisher's name, or a name of one's own with patterns. Throws YamlError. */
export function decodePublisher(value: YamlValue): Publisher {
  if (value.isText) return knownPublisher(value);
  const members = value.mapping(['name', 'images']);
  const images = members.required('images', (list) => list.oneOrMore().map(decodeImagePattern));
  return { name: members.required('name', (name) => name.text()), images };
}

function knownPublisher(value: YamlValue): Publisher {
  const name = value.text();
  const known = knownPublisherNames.find((each) => each === name);
  if (known === undefined)
    throw value.fault(
      `is ${JSON.stringify(name.slice(0, 60))}, which is not a known publisher`,
      closestWord(name, knownPublisherNames) ?? `${knownPublisherNames.join(', ')}; or name and images`,
    );
  const { title, images } = knownPublishers[known];
  return { name: title, images: images.map(parseImagePattern) };
}
