import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { type Environment, readSetting } from './settings.ts';

/** Where hadolint looks for its configuration; the first that exists counts. */
export function hadolintConfigurationPaths(
  environment: Environment = process.env,
  platform: string = process.platform,
  home: string = homedir(),
): readonly string[] {
  const given = platform === 'win32' ? readSetting('LOCALAPPDATA', environment) : readSetting('XDG_CONFIG_HOME', environment);
  const folder = given !== undefined && isAbsolute(given) ? given : join(home, '.config');
  const either = (path: string): readonly string[] => [`${path}.yaml`, `${path}.yml`];
  return [
    ...either('.hadolint'),
    ...either(join(folder, 'hadolint')),
    ...either(join(home, '.config', 'hadolint')),
    ...either(join(home, '.hadolint', 'hadolint')),
    ...either(join(home, '.hadolint', 'config')),
    ...either(join(home, 'hadolint', 'config')),
    ...either(join(home, '.hadolint')),
  ];
}

/** hadolint's variables; lists have commas. */
export interface HadolintVariables {
  readonly ignore?: string;
  readonly failureThreshold?: string;
  readonly trustedRegistries?: string;
  readonly requireLabels?: string;
  readonly noFail?: boolean;
  readonly strictLabels?: boolean;
  readonly disableIgnorePragma?: boolean;
  /** Rules by level. */
  readonly overrides: ReadonlyMap<string, string>;
}

export function hadolintVariables(environment: Environment = process.env): HadolintVariables {
  const text = (name: Parameters<typeof readSetting>[0]): string | undefined => readSetting(name, environment) || undefined;
  const truth = (name: Parameters<typeof readSetting>[0]): boolean | undefined => {
    const value = text(name);
    return value === undefined ? undefined : /^(?:1|y|yes|true|on)$/i.test(value);
  };
  const [ignore, failureThreshold, trustedRegistries, requireLabels] = [text('HADOLINT_IGNORE'), text('HADOLINT_FAILURE_THRESHOLD'), text('HADOLINT_TRUSTED_REGISTRIES'), text('HADOLINT_REQUIRE_LABELS')]; // prettier-ignore
  const [noFail, strictLabels, disableIgnorePragma] = [truth('HADOLINT_NOFAIL'), truth('HADOLINT_STRICT_LABELS'), truth('HADOLINT_DISABLE_IGNORE_PRAGMA')]; // prettier-ignore
  return {
    ...(ignore === undefined ? {} : { ignore }),
    ...(failureThreshold === undefined ? {} : { failureThreshold }),
    ...(trustedRegistries === undefined ? {} : { trustedRegistries }),
    ...(requireLabels === undefined ? {} : { requireLabels }),
    ...(noFail === undefined ? {} : { noFail }),
    ...(strictLabels === undefined ? {} : { strictLabels }),
    ...(disableIgnorePragma === undefined ? {} : { disableIgnorePragma }),
    overrides: new Map(
      [
        ['error', text('HADOLINT_OVERRIDE_ERROR')] as const,
        ['warning', text('HADOLINT_OVERRIDE_WARNING')] as const,
        ['info', text('HADOLINT_OVERRIDE_INFO')] as const,
        ['style', text('HADOLINT_OVERRIDE_STYLE')] as const,
      ].flatMap(([level, list]) => (list === undefined ? [] : [[level, list] as const])),
    ),
  };
}
