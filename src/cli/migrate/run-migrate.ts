import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { writeDiff } from '../../check/dockerfile/fix/write-diff.ts';
import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { exitCodes } from '../../model/exit-codes.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { ignoreFileNames } from '../../policy/ignore/ignore-file-names.ts';
import { readIgnoreFile } from '../../policy/ignore/read-ignore-file.ts';
import { writeSuppressions } from '../../policy/suppression/write-suppressions.ts';
import { optionValue, type CommandContext, type CommandInput } from '../command.ts';
import { readTextFile } from '../terminal/read-text-file.ts';
import { writeOutputFile } from '../terminal/write-output-file.ts';
import { findCiFiles } from './find-ci-files.ts';
import { migrateCiFile } from './migrate-ci-file.ts';

/** A repository → a diff; what is left is listed, and makes the exit code 4. */
export async function runMigrate(input: CommandInput, { output }: CommandContext): Promise<number> {
  const [directory = '.'] = input.arguments;
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new PratiqueError('TARGET_NOT_FOUND', `${directory} is not a directory`, { hint: 'give the root of a repository' });
  const parts: string[] = [];
  const left: string[] = [];
  for (const path of findCiFiles(directory)) {
    const text = readTextFile(join(directory, path), limits.ciFileBytes);
    const { lines, unchanged } = migrateCiFile(text);
    parts.push(inRepository(path, writeDiff(path, shown(text.split('\n')), shown(lines))));
    left.push(...unchanged.map(({ line, message }) => `${path}:${line}: ${message}`));
  }
  const suppressions = migrateIgnoreFiles(directory, left);
  const diff = [...parts, suppressions].join('');
  const target = optionValue(input, 'output');
  if (target === undefined) await output.write([diff]);
  else writeOutputFile(target, [diff]);
  if (diff === '') output.note(`pratique: nothing to replace in ${directory}`);
  for (const line of left) output.warn(`pratique: not replaced: ${line}`);
  return left.length === 0 ? exitCodes.passed : exitCodes.incomplete;
}

/** The new file `pratique.yaml`; where there is one, what would be added to it is for a person to merge. */
function migrateIgnoreFiles(directory: string, left: string[]): string {
  const files = ignoreFileNames
    .filter((name) => existsSync(join(directory, name)))
    .map((name) => readIgnoreFile(readTextFile(join(directory, name), limits.suppressionFileBytes), name));
  const { text, left: unwritten } = writeSuppressions(files.flatMap(({ entries }) => entries));
  for (const { origin, message } of [...files.flatMap(({ unusable }) => unusable), ...unwritten]) left.push(`${origin}: ${message}`);
  if (!files.some(({ entries }) => entries.length > 0)) return '';
  if (existsSync(join(directory, 'pratique.yaml'))) {
    left.push('pratique.yaml: exists; add the suppressions that "pratique policy import" prints');
    return '';
  }
  const lines = text.replace(/\n$/, '').split('\n');
  return `--- /dev/null\n+++ b/pratique.yaml\n@@ -0,0 +1,${lines.length} @@\n${shown(lines).map((line) => `+${line}\n`).join('')}`;
} // prettier-ignore

/** As git writes paths, so that git apply takes it. */
function inRepository(path: string, diff: string): string {
  return diff.replace(`--- ${path}\n+++ ${path}\n`, `--- a/${path}\n+++ b/${path}\n`);
}

/** Control characters of a file are shown, not sent to the terminal. */
function shown(lines: readonly string[]): string[];
function shown(lines: readonly (string | undefined)[]): (string | undefined)[];
function shown(lines: readonly (string | undefined)[]): (string | undefined)[] {
  return lines.map((line) => line?.replace(/\r$/, '').split('\t').map(escapeControl).join('\t'));
}
