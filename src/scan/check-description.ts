import { type Checked, type ImageDescription } from '../model/checker.ts';
import { type FindingKind } from '../model/finding.ts';
import { checkersOf } from './checkers.ts';
import { joinChecked } from './check-files.ts';

/** What the rules of these kinds find in what an image says of itself. */
export async function checkDescription(image: ImageDescription, kinds: readonly FindingKind[]): Promise<Checked> {
  const checked: Checked[] = [];
  for (const { loadImageCheck } of checkersOf(kinds)) if (loadImageCheck !== undefined) checked.push((await loadImageCheck())(image));
  return joinChecked(checked);
}
