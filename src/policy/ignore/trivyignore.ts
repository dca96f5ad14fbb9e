import { type SuppressionEntry } from '../suppression/suppression-entry.ts';
import { dateHint, parseExpiry } from '../suppression/expiry.ts';
import { findIdFault } from './check-id.ts';
import { IgnoreFault, type IgnoreFormat } from './ignore-format.ts';
import { noReason } from './no-reason.ts';

/** One id a line, with `exp:YYYY-MM-DD` from which on it no longer holds; a comment behind it, or right above it, is the reason. */
export const trivyignore: IgnoreFormat = {
  id: 'trivyignore',
  title: 'Trivy',
  fileNames: ['.trivyignore'],
  looksLike: (text) => !/^\s*[\w"'-]+\s*:(?:\s|$)|^\s*[[{]/m.test(text),
  read: (text, file) => ({ entries: readIdLines(text, file), unusable: [] }),
};

/** Lines of ids as Trivy and dockle write them. */
export function readIdLines(text: string, file: string): readonly SuppressionEntry[] {
  const entries: SuppressionEntry[] = [];
  let comment: string[] = [];
  for (const [at, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.replace(/^\uFEFF/, '').trim();
    if (line.startsWith('#')) comment.push(line.replace(/^#+\s*/, ''));
    else if (line !== '') entries.push(readLine(line, at + 1, file, comment));
    // A comment stands for all ids below it, up to an empty line.
    if (line === '') comment = [];
  }
  return entries;
}

function readLine(line: string, number: number, file: string, comment: readonly string[]): SuppressionEntry {
  const [words = '', ...behind] = line.split(/\s+#\s*/);
  const [id = '', ...others] = words.split(/\s+/);
  const fault = findIdFault(id);
  if (fault !== undefined) throw new IgnoreFault(fault.message, number, fault.hint);
  const expires = others.map((word) => {
    if (!word.startsWith('exp:'))
      throw new IgnoreFault(
        `${JSON.stringify(word.slice(0, 80))} after ${id} is not exp:YYYY-MM-DD`,
        number,
        'put each id on a line of its own, and comments after #',
      );
    const expiry = parseExpiry(word.slice(4), 'excluded');
    if (expiry === undefined) throw new IgnoreFault(`${JSON.stringify(word.slice(0, 80))} is not a date`, number, dateHint);
    return expiry;
  })[0];
  const reason = (behind.length > 0 ? behind.join(' # ') : comment.join(' ')).trim();
  return {
    origin: `${file}:${number}`,
    ids: [id],
    reason: reason === '' ? noReason : reason,
    ...(expires === undefined ? {} : { expires }),
  };
}
