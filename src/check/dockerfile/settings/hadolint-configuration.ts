import { type YamlValue } from '../../../lib/yaml/yaml-value.ts';
import { type LabelType, labelTypes } from '../lint-settings.ts';

/** What `.hadolint.yaml` says, as far as it is about rules. */
export interface HadolintConfiguration {
  readonly ignored: readonly string[];
  /** Rules by hadolint's level: `error`, `warning`, `info`, `style`. */
  readonly overrides: ReadonlyMap<string, readonly string[]>;
  readonly trustedRegistries: readonly string[];
  readonly labelSchema: ReadonlyMap<string, LabelType>;
  readonly failureThreshold?: string;
  readonly strictLabels?: boolean;
  readonly noFail?: boolean;
  readonly disableIgnorePragma?: boolean;
}

const keys = [
  'failure-threshold',
  'format',
  'formats',
  'ignored',
  'label-schema',
  'no-color',
  'no-fail',
  'verbose',
  'override',
  'strict-labels',
  'disable-ignore-pragma',
  'trustedRegistries',
] as const;
export const hadolintLevels = ['error', 'warning', 'info', 'style'] as const;

/** Reads hadolint's configuration. Throws YamlError with the line. */
export function readHadolintConfiguration(root: YamlValue): HadolintConfiguration {
  if (root.isEmpty) return { ignored: [], overrides: new Map(), trustedRegistries: [], labelSchema: new Map() };
  const members = root.mapping(keys);
  const texts = (value: YamlValue): readonly string[] => value.oneOrMore().map((each) => each.text());
  const override = members.optional('override', (value) => value.mapping(hadolintLevels));
  const failureThreshold = members.optional('failure-threshold', (value) => value.text());
  const strictLabels = members.optional('strict-labels', (value) => value.truth());
  const noFail = members.optional('no-fail', (value) => value.truth());
  const disableIgnorePragma = members.optional('disable-ignore-pragma', (value) => value.truth());
  return {
    ignored: members.optional('ignored', texts) ?? [],
    overrides: new Map(hadolintLevels.map((level) => [level, override?.optional(level, texts) ?? []])),
    trustedRegistries: members.optional('trustedRegistries', texts) ?? [],
    labelSchema: members.optional('label-schema', readSchema) ?? new Map<string, LabelType>(),
    ...(failureThreshold === undefined ? {} : { failureThreshold }),
    ...(strictLabels === undefined ? {} : { strictLabels }),
    ...(noFail === undefined ? {} : { noFail }),
    ...(disableIgnorePragma === undefined ? {} : { disableIgnorePragma }),
  };
}

function readSchema(value: YamlValue): ReadonlyMap<string, LabelType> {
  return new Map(
    Array.from(value.entries(), ([key, type]) => {
      const found = readLabelType(type.text());
      if (found === undefined) throw type.fault(`is not a type of a label; use one of ${labelTypes.join(', ')}`);
      return [key, found];
    }),
  );
}

/** hadolint's names, in any case. */
export function readLabelType(text: string): LabelType | undefined {
  const name = text.trim().toLowerCase();
  return labelTypes.find((type) => type === (aliases.get(name) ?? name));
}

const aliases: ReadonlyMap<string, LabelType> = new Map([
  ['rawtext', 'text'],
  ['timestamp', 'rfc3339'],
  ['githash', 'hash'],
]);
