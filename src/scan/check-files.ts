import { type Checked, type ImageFiles } from '../model/checker.ts';
import { type FindingKind } from '../model/finding.ts';
import { checkersOf } from './checkers.ts';

/** What the rules of these kinds find in the files of an image. */
export async function checkFiles(files: ImageFiles, kinds: readonly FindingKind[]): Promise<Checked> {
  const checked: Checked[] = [];
  for (const { loadFileCheck } of checkersOf(kinds)) if (loadFileCheck !== undefined) checked.push((await loadFileCheck())(files));
  return joinChecked(checked);
}

export function joinChecked(checked: readonly Checked[]): Checked {
  return { findings: checked.flatMap(({ findings }) => findings), issues: checked.flatMap(({ issues }) => issues) };
}
