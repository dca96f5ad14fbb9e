import { compileGlob } from '../../lib/text/glob-pattern.ts';
import { normalizePath } from '../../lib/path/normalize-path.ts';
import { type SuppressionEntry, type UnusableEntry } from '../suppression/suppression-entry.ts';
import { split } from './grype-yaml.ts';
import { IgnoreFault, type IgnoreFormat } from './ignore-format.ts';
import { noReason } from './no-reason.ts';

/** One fingerprint a line: `FILE:RULE:LINE`. Those that begin with a commit are about a repository's history. */
export const gitleaksignore: IgnoreFormat = {
  id: 'gitleaksignore',
  title: 'gitleaks',
  fileNames: ['.gitleaksignore'],
  looksLike: (text) => /^[^\s#].*:[\w-]+:\d+\s*$/m.test(text) && !/^\s*[{[]/.test(text),
  read(text, file) {
    const lines = text.split(/\r?\n/).map((line, at) => ({ line: line.trim(), origin: `${file}:${at + 1}`, number: at + 1 }));
    return split(
      lines.flatMap(({ line, origin, number }) => (line === '' || line.startsWith('#') ? [] : [readFingerprint(line, origin, number)])),
    );
  },
};

function readFingerprint(line: string, origin: string, number: number): SuppressionEntry | UnusableEntry {
  const [, commit, path, rule, at] = /^(?:([0-9a-f]{7,64}):)?(.+):([\w-]+):(\d+)$/i.exec(line) ?? [];
  if (path === undefined || rule === undefined || at === undefined)
    throw new IgnoreFault(`${JSON.stringify(line.slice(0, 120))} is not a fingerprint`, number, 'write it as FILE:RULE:LINE');
  if (commit !== undefined)
    return { origin, message: `${rule} in ${path} of commit ${commit.slice(0, 12)} is about history, which an image does not have` };
  return secretEntry(rule, path, Number(at), origin, noReason);
}

/** A secret of one rule at one line. */
export function secretEntry(rule: string, path: string, line: number, origin: string, reason: string): SuppressionEntry {
  const literal = normalizePath(path).replaceAll(/[*?\\]/g, '\\$&');
  return { origin, kinds: ['secret'], ids: [rule], paths: [compileGlob(literal)], line, reason };
}
