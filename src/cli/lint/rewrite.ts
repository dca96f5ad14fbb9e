import { fixDockerfile } from '../../check/dockerfile/fix/fix-dockerfile.ts';
import { writeDiff } from '../../check/dockerfile/fix/write-diff.ts';
import { type LintSettings } from '../../check/dockerfile/lint-settings.ts';
import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { type Output } from '../command.ts';
import { writeOutputFile } from '../terminal/write-output-file.ts';

/** Rewrites the file where something can be fixed, and says so. Returns the text as it is now. Throws OUTPUT_UNWRITABLE. */
export function rewrite(path: string, text: string, settings: LintSettings, output: Output): string {
  const fixed = fixDockerfile(text, path, settings);
  if (fixed.text === text) return text;
  writeOutputFile(path, [fixed.text]);
  output.note(`pratique: ${path}: fixed ${fixed.count} ${fixed.count === 1 ? 'finding' : 'findings'}`);
  return fixed.text;
}

/** What `--fix` would change. Control characters of the file are shown, not sent to the terminal. */
export function diffOf(path: string, text: string, settings: LintSettings): string {
  const { lines } = fixDockerfile(text, path, settings);
  const shown = (line: string): string => line.replace(/\r$/, '').split('\t').map(escapeControl).join('\t'); // prettier-ignore
  return writeDiff(path, text.split('\n').map(shown), lines.map((line) => (line === undefined ? undefined : shown(line)))); // prettier-ignore
}
