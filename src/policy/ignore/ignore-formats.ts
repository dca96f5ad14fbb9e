import { clairWhitelist } from './clair-whitelist.ts';
import { type IgnoreFormat } from './ignore-format.ts';
import { trivyignore } from './trivyignore.ts';
import { trivyignoreYaml } from './trivyignore-yaml.ts';

/** Every format, in the order in which an unnamed file is tried; the one that takes plain lines is last. */
export const ignoreFormats: readonly IgnoreFormat[] = [trivyignoreYaml, clairWhitelist, trivyignore];
