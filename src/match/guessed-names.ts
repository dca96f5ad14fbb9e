import { makeIssue, type Issue } from '../model/issue.ts';
import { type Package } from '../model/package.ts';
import { hasGuessedName } from './advisory-keys.ts';

/** One issue for the archives that were only matched under names that their content suggests. What a distribution owns is its distribution's to judge. */
export function guessedNameIssues(packages: readonly Package[]): readonly Issue[] {
  const guessed = packages.filter((found) => found.ownedBy === undefined && hasGuessedName(found));
  const paths = [...new Set(guessed.map(({ locations }) => locations[0]?.path ?? ''))].sort();
  if (paths.length === 0) return [];
  const others = paths.length > 1 ? `, and ${paths.length - 1} more` : '';
  const message = `archives without a Maven group were matched under the names that their content suggests: ${paths[0]!}${others}`;
  return [makeIssue('ARTIFACT_GROUP_UNKNOWN', 'match', message, { path: paths[0]!, contentKind: 'java' })];
}
