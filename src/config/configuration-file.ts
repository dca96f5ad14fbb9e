import { dirname, resolve } from 'node:path';
import { readAtMost } from '../lib/file/read-at-most.ts';
import { describeSystemError } from '../lib/file/describe-system-error.ts';
import { systemCodeOf } from '../lib/file/system-code-of.ts';
import { limits } from '../model/limits.ts';
import { PratiqueError } from '../model/pratique-error.ts';
import { type Environment, readSetting } from './settings.ts';

/** `pratique.yaml` as it is written; each part of the program decodes its own section. */
export interface ConfigurationFile {
  /** As messages call it: as it was given. */
  readonly path: string;
  /** Relative paths in the file start here. */
  readonly directory: string;
  readonly text: string;
}

const defaultName = 'pratique.yaml';

/**
 * The file that `--config` or the environment names, else `pratique.yaml` of the working directory; `undefined` when there is none. Throws
 * CONFIG_INVALID when one that was named cannot be read, when it is too large, and when it is not UTF-8.
 */
export function readConfigurationFile(
  named: string | undefined,
  environment: Environment = process.env,
  workingDirectory: string = process.cwd(),
): ConfigurationFile | undefined {
  const asked = named ?? (readSetting('PRATIQUE_CONFIG', environment) || undefined);
  const path = resolve(workingDirectory, asked ?? defaultName);
  const name = asked ?? defaultName;
  try {
    const bytes = readAtMost(path, limits.configurationBytes);
    if (bytes === undefined) throw new PratiqueError('CONFIG_INVALID', `${name} has more than ${limits.configurationBytes} bytes`);
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { path: name, directory: dirname(path), text };
  } catch (cause) {
    if (cause instanceof PratiqueError) throw cause;
    const code = systemCodeOf(cause);
    if (asked === undefined && code === 'ENOENT') return undefined;
    throw new PratiqueError(
      'CONFIG_INVALID',
      `${name} ${cause instanceof TypeError ? 'is not UTF-8' : code === 'ENOENT' ? 'does not exist' : `cannot be read: ${describeSystemError(cause)}`}`,
      {
        cause,
        hint: 'check the path given by --config, --policy or PRATIQUE_CONFIG',
      },
    );
  }
}
