import { formatBytes } from '../../../check/image/format-bytes.ts';
import { escapeControl } from '../../../lib/terminal/escape-control.ts';
import { fitTable, type TableColumn } from '../../../lib/terminal/fit-table.ts';
import { readableInstruction } from '../../../model/readable-instruction.ts';
import { type RemovableKind } from '../../../remedy/slim/removable.ts';
import { makeStyle } from '../../../report/table/style.ts';
import { countOf } from '../../../report/table/words.ts';
import { wrapWords } from '../../../lib/terminal/wrap-words.ts';
import { type ViewStyle } from '../../report/write-views.ts';
import { type SlimView } from './slim-view.ts';

const columns: readonly TableColumn[] = [
  { head: 'SIZE', isRight: true },
  { head: 'FINDINGS', isRight: true, isOptional: true },
  { head: 'FILES', isRight: true },
  { head: 'WHAT', least: 20 },
  { head: 'FROM', least: 12, isOptional: true },
];

const groupNames: Readonly<Partial<Record<RemovableKind, string>>> = {
  'build-tools': 'build tools',
  'package-manager': 'package managers',
  'not-referenced': 'packages of the distribution',
};

/** Names come from the image and are escaped. */
export function* slimText({ report, plan, built }: SlimView, { width, useColor }: ViewStyle): Iterable<string> {
  const style = makeStyle(useColor);
  const { target } = report;
  yield `${style.strong(escapeControl(target.name))}  ${formatBytes(plan.bytes)} of files\n`;
  const share = plan.bytes === 0 ? 0 : Math.round((plan.removedBytes / plan.bytes) * 100);
  yield plan.removable.length === 0 ? 'Nothing to remove.\n' : `${formatBytes(plan.removedBytes)} (${share} %) can go, with ${countOf(plan.removedFindings, 'finding')}\n\n`;
  const rows = plan.removable.map(({ name, bytes, findings, files, layers }) => {
    const createdBy = target.layers[layers[0] ?? -1]?.createdBy;
    const from = `${layers.length === 1 ? 'layer' : 'layers'} ${layers.join(', ')}${createdBy === undefined || layers.length > 1 ? '' : `: ${readableInstruction(createdBy)}`}`;
    return [formatBytes(bytes), findings === 0 ? '' : `−${findings}`, String(files.length), escapeControl(name), escapeControl(from)];
  });
  if (rows.length > 0) yield* table(rows, columns, width, style.faint);
  if (plan.undecided.length > 0) {
    yield `\n${style.strong('NOT REMOVED')}  not known to be unused\n`;
    for (const { name, kind, findings, reason } of plan.undecided)
      yield* wrapWords(`${groupNames[kind] ?? kind}: ${escapeControl(name)}${findings === 0 ? '' : ` (${countOf(findings, 'finding')})`}; ${reason}`, width, '  ', '    ').map((line) => `${line}\n`);
  }
  if (built === undefined) {
    if (plan.removable.length > 0) yield '\nA Dockerfile that removes it:  --format dockerfile\nBuild it and check it:         --build --tag NAME --check COMMAND\n';
    return;
  }
  yield `\n${style.good('BUILT')}  ${escapeControl(built.tag)}: ${countOf(built.removedFiles, 'file')} removed\n`;
  yield `  size      ${formatBytes(built.bytesBefore)} → ${formatBytes(built.bytesAfter)}\n`;
  yield `  findings  ${built.findingsBefore} → ${built.findingsAfter}\n`;
  yield `  check     ${built.check === undefined ? 'none; give one with --check' : `passed: ${escapeControl(built.check)}`}\n`;
  if (built.skipped.length > 0) yield `  ${countOf(built.skipped.length, 'file')} could not be removed, such as ${escapeControl(built.skipped[0] ?? '')}\n`;
} // prettier-ignore

function* table(rows: readonly (readonly string[])[], heads: readonly TableColumn[], width: number, faint: (text: string) => string): Iterable<string> {
  let isHead = true;
  for (const line of fitTable(heads, rows, width)) {
    yield `${isHead ? faint(line) : line}\n`;
    isHead = false;
  }
} // prettier-ignore
