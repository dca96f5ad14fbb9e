import { type StatedDistribution } from '../../model/distribution-release.ts';

/**
 * os-release(5): shell-like assignments, one a line. Single quotes, double quotes and backslashes as in a shell, without
 * expansion; a line with unbalanced quotes or without an assignment is left out. Never throws; the last assignment wins.
 */
export function parseOsRelease(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    const line = text.slice(start, end).trim();
    start = end + 1;
    const equals = line.indexOf('=');
    if (equals <= 0 || line.startsWith('#')) continue;
    const key = line.slice(0, equals).trimEnd();
    const value = unquote(line.slice(equals + 1).trimStart());
    if (value !== undefined && isKey(key)) values.set(key, value);
  }
  return values;
}

/** `undefined` when the text has no assignment that os-release(5) knows a distribution by. A missing or unusable ID is `linux`, as the page says. */
export function readOsRelease(text: string): StatedDistribution | undefined {
  const values = parseOsRelease(text);
  const pick = (key: string): string | undefined => values.get(key) || undefined;
  const [written, name, prettyName] = [pick('ID'), pick('NAME'), pick('PRETTY_NAME') ?? pick('NAME')];
  if (written === undefined && name === undefined && prettyName === undefined) return undefined;
  const id = written?.toLowerCase();
  const versionId = pick('VERSION_ID');
  const codename = pick('VERSION_CODENAME');
  return {
    id: id !== undefined && idPattern.test(id) ? id : 'linux',
    ...(versionId === undefined ? {} : { versionId }),
    ...(codename === undefined ? {} : { codename }),
    ...(prettyName === undefined ? {} : { prettyName }),
    ...(baseKeys.some((key) => values.has(key)) ? { baseKeys: values } : {}),
  };
}

/** Where derivatives say what they are made from; no keys of os-release(5), but each written by the distribution it is read for. */
const baseKeys = ['UBUNTU_CODENAME', 'DEBIAN_CODENAME', 'RHEL_VERSION'];

/** os-release(5), ID: "lower-case string (no spaces or other characters outside of 0–9, a–z, ".", "_" and "-")". */
const idPattern = /^[a-z0-9._-]{1,64}$/;

function isKey(key: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]{0,127}$/.test(key);
}

function unquote(raw: string): string | undefined {
  let value = '';
  let quote = '';
  for (let at = 0; at < raw.length; at++) {
    const character = raw.charAt(at);
    if (character === '\\' && quote !== "'") {
      at++;
      if (at === raw.length) return undefined;
      value += raw.charAt(at);
    } else if (quote === '' && (character === '"' || character === "'")) quote = character;
    else if (character === quote) quote = '';
    // Outside quotes a space ends the word; what follows would be a command.
    else if (quote === '' && /\s/.test(character)) return value;
    else value += character;
  }
  return quote === '' ? value : undefined;
}
