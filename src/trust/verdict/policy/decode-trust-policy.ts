import { PratiqueError } from '../../../model/pratique-error.ts';
import { limits } from '../../../model/limits.ts';
import { parseYaml } from '../../../lib/yaml/parse-yaml.ts';
import { YamlError } from '../../../lib/yaml/yaml-error.ts';
import { type YamlValue } from '../../../lib/yaml/yaml-value.ts';
import { decodeRepository } from './decode-patterns.ts';
import { decodePublisher } from './decode-publisher.ts';
import { decodeStatement } from './decode-statement.ts';
import { type RecordedCopy, type TrustPolicy } from './trust-policy.ts';

/** Sections of `pratique.yaml`. Other parts of the program read the others; a name that is not here is a spelling mistake. */
const configurationSections = ['version', 'trust', 'gates', 'suppressions', 'severity', 'baseline', 'vex'] as const;

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
    if (!(error instanceof YamlError)) throw error;
    const hint = error.meant === undefined ? {} : { hint: error.meant };
    throw new PratiqueError('CONFIG_INVALID', `${file}:${error.line}:${error.column}: ${error.message}`, { cause: error, ...hint });
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
  return {
    image: members.required('image', decodeRepository),
    from: members.required('from', (list) => list.oneOrMore().map(decodeRepository)),
  };
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
