import { TomlFault } from '../../lib/toml/read-toml.ts';
import { YamlError } from '../../lib/yaml/yaml-error.ts';
import { configurationError } from '../../model/configuration-error.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type SuppressionFile } from '../suppression/suppression-entry.ts';
import { clairWhitelist } from './clair-whitelist.ts';
import { IgnoreFault, type IgnoreFormat } from './ignore-format.ts';
import { ignoreFormats } from './ignore-formats.ts';

/** Reads an ignore file of any format; its name decides, then its content. Throws CONFIG_INVALID with file and line. */
export function readIgnoreFile(text: string, file: string): SuppressionFile {
  const format = findIgnoreFormat(text, file);
  if (format === undefined)
    throw new PratiqueError('CONFIG_INVALID', `${file} is not an ignore file of a known format`, {
      hint: `known formats: ${ignoreFormats.map(({ title }) => title).join(', ')}`,
    });
  return readAs(format, text, file);
}

/** Reads clair-scanner's whitelist, whatever the file is called. Throws CONFIG_INVALID with file and line. */
export function readWhitelist(text: string, file: string): SuppressionFile {
  return readAs(clairWhitelist, text, file);
}

/** The same for a file whose format is known. */
export function readAs(format: IgnoreFormat, text: string, file: string): SuppressionFile {
  try {
    return format.read(text, file);
  } catch (error) {
    throw error instanceof IgnoreFault || error instanceof YamlError || error instanceof TomlFault
      ? configurationError(file, error)
      : error;
  }
}

export function findIgnoreFormat(text: string, file: string): IgnoreFormat | undefined {
  const name = file.split(/[\\/]/).at(-1) ?? file;
  return ignoreFormats.find(({ fileNames }) => fileNames.includes(name)) ?? ignoreFormats.find(({ looksLike }) => looksLike(text));
}
