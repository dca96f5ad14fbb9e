import { limits } from '../../model/limits.ts';
import { type AnchoreBundle } from '../../policy/anchore/anchore-bundle.ts';
import { readAnchoreBundle } from '../../policy/anchore/read-anchore-bundle.ts';
import { readAllowLists } from '../../policy/ignore/anchore-bundle.ts';
import { type SuppressionFile } from '../../policy/suppression/suppression-entry.ts';
import { readTextFile } from '../terminal/read-text-file.ts';

export interface AnchorePolicies {
  readonly bundles: readonly AnchoreBundle[];
  /** Their allow lists. */
  readonly suppressions: readonly SuppressionFile[];
}

/** The bundles that `--policy-bundle` names. Throws CONFIG_INVALID with file and line. */
export function readAnchorePolicies(files: readonly string[]): AnchorePolicies {
  const texts = files.map((file) => ({ file, text: readTextFile(file, limits.suppressionFileBytes) }));
  return {
    bundles: texts.map(({ text, file }) => readAnchoreBundle(text, file)),
    suppressions: texts.map(({ text, file }) => readAllowLists(text, file)),
  };
}
