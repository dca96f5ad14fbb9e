import { configurationError } from '../../../model/configuration-error.ts';
import { configurationSections } from '../../../model/configuration-sections.ts';
import { limits } from '../../../model/limits.ts';
import { parseYaml } from '../../../lib/yaml/parse-yaml.ts';
import { YamlError } from '../../../lib/yaml/yaml-error.ts';
import { type YamlValue } from '../../../lib/yaml/yaml-value.ts';
import { decodeRepositories } from './decode-patterns.ts';
import { decodePublisher } from './decode-publisher.ts';
import { decodeStatement } from './decode-statement.ts';
import { type RecordedCopy, type TrustPolicy } from './trust-policy.ts';

/**
 * The `trust` section of a `pratique.yaml`; `undefined` where it has none. `file` is what messages call it. Throws CONFIG_INVALID with
 * `file:line:column` and what was probably meant.
 */
export function decodeTrustPolicy(text: string, file: string): TrustPolicy | undefined {
  try {
    const root = parseYaml(text, {
      maxBytes: limits.configurationBytes,
      maxDepth: limits.configurationDepth,
      maxValues: limits.configurationValues,
    });
    if (root.isEmpty) return undefined;
    const sections = root.mapping(configurationSections);
    sections.optional('version', (value) => value.wholeNumber(1, 1));
    return sections.optional('trust', decodeSection);
  } catch (error) {
    throw error instanceof YamlError ? configurationError(file, error) : error;
  }
}

function decodeSection(value: YamlValue): TrustPolicy {
  const section = value.mapping(['publishers', 'images', 'copies']);
  const publishers = section.optional('publishers', (list) => list.oneOrMore().map(decodePublisher));
  const statements = section.optional('images', decodeStatements) ?? [];
  const copies = section.optional('copies', (list) => list.oneOrMore().map(decodeCopy)) ?? [];
  return { ...(publishers === undefined ? {} : { publishers }), statements, copies };
}

function decodeCopy(value: YamlValue): RecordedCopy {
  const members = value.mapping(['image', 'from']);
  const image = members.required('image', decodeRepositories);
  const from = members.required('from', (list) => list.oneOrMore().map(decodeRepositories));
  // Any other pair would let one signed image stand in for several.
  const different = from.find(({ wildcard }) => wildcard !== image.wildcard);
  if (different !== undefined)
    throw value.fault(`has from ${different.text} for image ${image.text}`, 'the same wildcard at the end of both, /* or /**, or none');
  return { image: image.text, from: from.map(({ text }) => text) };
}

function decodeStatements(value: YamlValue): TrustPolicy['statements'] {
  const seen = new Set<string>();
  return value.list().map((each) => {
    const statement = decodeStatement(each);
    for (const { text } of statement.images) {
      if (seen.has(text)) throw each.fault(`has the pattern ${text}, which another statement has`, 'one statement for each pattern');
      seen.add(text);
    }
    return statement;
  });
}
