import { type Issue } from '../../model/issue.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { readJsonFile } from './feed-text.ts';
import { type FeedTally } from './feed-tally.ts';
import { RecordError } from './record-error.ts';
import { readArray, readObject } from './record-fields.ts';
import { type SecurityFixBook } from './security-fix-book.ts';
import { readSecurityFixes } from './security-fixes.ts';

/** Puts the fixes of one file of a security database in apk's format into the book. `release` is absent for rolling distributions. Throws FEED_DAMAGED. */
export function* readSecdb(file: string, release: string | undefined, book: SecurityFixBook, tally: FeedTally): Generator<Issue> {
  for (const item of openDatabase(readJsonFile(file), file)) yield* readPackage(item, release, file, book, tally);
}

function openDatabase(value: unknown, file: string): readonly unknown[] {
  try {
    const { packages } = readObject(value, 'the database') as { readonly packages?: unknown };
    if (packages !== undefined) return readArray(packages, 'packages');
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
  }
  throw new PratiqueError('FEED_DAMAGED', `${file} has no list of packages`);
}

function* readPackage(item: unknown, release: string | undefined, file: string, book: SecurityFixBook, tally: FeedTally): Generator<Issue> {
  tally.count();
  try {
    for (const fix of readSecurityFixes(item)) {
      const problem = book.add(release, fix);
      const issue =
        problem === undefined ? undefined : tally.unreadableRange(release === undefined ? fix.name : `${fix.name} of ${release}`, problem);
      if (issue !== undefined) yield issue;
    }
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    const issue = tally.invalidRecord(`a package of ${file}`, error.message);
    if (issue !== undefined) yield issue;
  }
}
