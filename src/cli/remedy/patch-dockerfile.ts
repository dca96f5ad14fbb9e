import { applyEdits } from '../../check/dockerfile/fix/apply-edits.ts';
import { type Edit } from '../../check/dockerfile/fix/fixes.ts';
import { readBuild } from '../../check/dockerfile/build/read-build.ts';
import { parseDockerfile } from '../../check/dockerfile/syntax/parse-dockerfile.ts';
import { writeDiff } from '../../check/dockerfile/fix/write-diff.ts';
import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { referenceKey, type PlannedAction } from '../../model/plan.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type ScanReport } from '../../model/report.ts';
import { fitDockerfile } from '../../remedy/dockerfile/fit-dockerfile.ts';
import { type FittedDockerfile, removeToolEdit, systemUpgradeEdit } from '../../remedy/dockerfile/system-edits.ts';
import { type FilePatch } from './fix-view.ts';

/** A Dockerfile that made the image. Throws DOCKERFILE_MISMATCH with the first instruction that differs. */
export function fitToImage(path: string, text: string, report: ScanReport, target: string | undefined): FittedDockerfile {
  const build = readBuild(parseDockerfile(text));
  const result = fitDockerfile(build, report.target.layers, target);
  if ('fit' in result) {
    const packages = new Map(report.packages.map((found) => [found.id, found]));
    return { build, fit: result.fit, user: report.target.user, packages, isCrlf: text.includes('\r\n') };
  }
  const { line, instruction, history } = result.misfit;
  const has = history === undefined ? 'the image has no layer for it' : `the image has: ${shorten(history)}`;
  throw new PratiqueError('DOCKERFILE_MISMATCH', `${path}:${line}: ${shorten(instruction)}; ${has}`);
}

const maxShown = 160;

function shorten(text: string): string {
  const line = escapeControl(text.replace(/\s+/g, ' '));
  return line.length > maxShown ? `${line.slice(0, maxShown)}…` : line;
}

/** The edits that carry out actions, by action. */
export function editsOf(plan: readonly PlannedAction[], dockerfile: FittedDockerfile, report: ScanReport): ReadonlyMap<PlannedAction, Edit> {
  const paths = new Map(report.findings.flatMap((finding) => (finding.kind === 'vulnerability' ? [[referenceKey(finding), finding.locations] as const] : [])));
  const edits = new Map<PlannedAction, Edit>();
  for (const action of plan) {
    const places = action.findings.flatMap((finding) => paths.get(referenceKey(finding)) ?? []).map(({ path }) => path);
    const edit = action.kind === 'upgrade-system-packages' ? systemUpgradeEdit(action, dockerfile) : action.kind === 'remove-tool' ? removeToolEdit(action, places, dockerfile) : undefined;
    if (edit !== undefined) edits.set(action, edit);
  }
  return edits;
} // prettier-ignore

/** `undefined` where nothing changes. */
export function patchText(path: string, text: string, edits: readonly Edit[]): FilePatch | undefined {
  const edited = applyEdits(text, edits);
  return edited.text === text ? undefined : { path, text: edited.text, diff: writeDiff(path, shownLines(text.split('\n')), shownLines(edited.lines)) };
} // prettier-ignore

/** A file that was rewritten as a whole: the lines that changed, by the longest beginning and end that stayed. */
export function patchWhole(path: string, before: string, after: string): FilePatch | undefined {
  if (before === after) return undefined;
  const [was, is] = [before.split('\n'), after.split('\n')];
  const lines: (string | undefined)[] = [];
  let at = 0;
  for (const [index, line] of was.entries()) {
    const next = is.indexOf(line, at);
    const isSame = next === at || (next > at && next - at <= maxInserted && !was.slice(index + 1, index + 1 + next - at).includes(is[at]!));
    if (isSame) {
      const inserted = is.slice(at, next);
      // What comes before an unchanged line joins the line above it.
      if (inserted.length > 0 && lines.length > 0) lines[lines.length - 1] = [lines.at(-1), ...inserted].filter((each) => each !== undefined).join('\n');
      lines.push(line);
      at = next + 1;
    } else if (was.length - index >= is.length - at && is[at] !== undefined) lines.push(is[at++]);
    else lines.push(is[at++]);
  }
  if (at < is.length && lines.length > 0) lines[lines.length - 1] = [lines.at(-1), ...is.slice(at)].filter((each) => each !== undefined).join('\n');
  return { path, text: after, diff: writeDiff(path, shownLines(was), shownLines(lines)) };
} // prettier-ignore

const maxInserted = 200;

/** Control characters of a file are shown, not sent to the terminal. */
function shownLines<Line extends string | undefined>(lines: readonly Line[]): readonly Line[] {
  const shown = (line: string): string => line.split('\n').map((part) => part.replace(/\r$/, '').split('\t').map(escapeControl).join('\t')).join('\n');
  return lines.map((line) => (line === undefined ? line : shown(line)) as Line);
} // prettier-ignore
