import { PratiqueError } from '../../../model/pratique-error.ts';
import { parseReference } from '../../../model/reference.ts';
import { type YamlValue } from '../../../lib/yaml/yaml-value.ts';
import { type CopiedFrom, parseCopiedFrom } from './copied-from.ts';
import { type ImagePattern, parseImagePattern } from './image-pattern.ts';
import { parseTextPattern, PatternError, type TextPattern } from './text-pattern.ts';

/** Throws YamlError with the place of the pattern. */
export function decodeImagePattern(value: YamlValue): ImagePattern {
  return atPlace(value, parseImagePattern);
}

/** Throws YamlError with the place of the pattern. */
export function decodeTextPattern(value: YamlValue): TextPattern {
  return atPlace(value, (text) => parseTextPattern(text, { isWideAllowed: true }));
}

/** Who may sign. Throws YamlError, also for an expression that matches any signer. */
export function decodeSignerPattern(value: YamlValue): TextPattern {
  return atPlace(
    value,
    (text) => parseTextPattern(text, { isWideAllowed: false }),
    'the host and the owner; or an exact issuer and allowAnySubject: true',
  );
}

/** Where a copy came from. Throws YamlError with the place of the name. */
export function decodeCopiedFrom(value: YamlValue): CopiedFrom {
  return atPlace(
    value,
    parseCopiedFrom,
    'registry/repository as in ghcr.io/org/app, or as in ghcr.io/org/* where match ends in the same wildcard',
  );
}

/** A repository, or every repository below a path. Throws YamlError. */
export function decodeRepositories(value: YamlValue): CopiedFrom {
  const found = decodeCopiedFrom(value);
  try {
    if (found.wildcard === '') parseReference(found.path);
    return found;
  } catch (error) {
    if (!(error instanceof PratiqueError)) throw error;
    throw value.fault(`${JSON.stringify(found.text.slice(0, 60))} is not a repository`);
  }
}

function atPlace<T>(value: YamlValue, parse: (text: string) => T, meant?: string): T {
  const text = value.text();
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    throw value.fault(`${JSON.stringify(text.slice(0, 60))} ${error.message}`, meant);
  }
}
