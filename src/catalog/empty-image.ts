import { makeIssue, type Issue } from '../model/issue.ts';
import { gatingEvidence, type Package } from '../model/package.ts';

/** For an image without a distribution and without a package database, of which nothing else was left unread: with nothing found it is not clean but unknown. */
export function judgeWithoutDatabase(packages: readonly Package[], isImage: boolean): readonly Issue[] {
  const isSomethingFound = packages.some(({ evidence }) => gatingEvidence.has(evidence) || (!isImage && evidence === 'declared'));
  if (isSomethingFound) return [];
  return [makeIssue('NO_DISTRIBUTION', 'catalog', 'no distribution, no package database and no packages were found')];
}
