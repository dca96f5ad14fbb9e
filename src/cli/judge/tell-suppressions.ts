import { type ScanReport } from '../../model/report.ts';
import { type SuppressionNote } from '../../model/suppression.ts';
import { type Output } from '../command.ts';

const mostLines = 20;

/**
 * What is wrong with suppressions, once for all targets. An entry that matches nothing in one image may be for another, so it is mentioned only where
 * none of them needed it.
 */
export function tellSuppressions(reports: readonly ScanReport[], output: Output): void {
  const notes = notesOfRun(reports);
  const warnings = notes.filter(({ kind }) => kind !== 'unused');
  const unused = notes.filter(({ kind }) => kind === 'unused');
  for (const { origin, message } of warnings.slice(0, mostLines)) output.warn(`pratique: warning: ${origin}: ${message}`);
  if (warnings.length > mostLines)
    output.warn(`pratique: warning: ${warnings.length - mostLines} more suppressions need attention; suppressionNotes in JSON has them`);
  for (const { origin, message } of unused.slice(0, mostLines)) output.note(`pratique: ${origin}: unused suppression: ${message}`);
  if (unused.length > mostLines)
    output.note(`pratique: ${unused.length - mostLines} more suppressions are unused; suppressionNotes in JSON has them`);
}

/** The notes of several reports of one run, each once; unused are only those that no report used. */
export function notesOfRun(reports: readonly ScanReport[]): readonly SuppressionNote[] {
  const lists = reports.flatMap(({ suppressionNotes }) => (suppressionNotes === undefined ? [] : [suppressionNotes]));
  const isUnused = (note: SuppressionNote): boolean => lists.every((list) => list.some((other) => isSame(note, other)));
  return distinct([
    ...lists.flat().filter(({ kind }) => kind !== 'unused'),
    ...(lists[0] ?? []).filter((note) => note.kind === 'unused' && isUnused(note)),
  ]);
}

function distinct(notes: readonly SuppressionNote[]): readonly SuppressionNote[] {
  return [...new Map(notes.map((note) => [`${note.kind} ${note.origin} ${note.message}`, note])).values()];
}

function isSame(a: SuppressionNote, b: SuppressionNote): boolean {
  return a.kind === b.kind && a.origin === b.origin;
}
