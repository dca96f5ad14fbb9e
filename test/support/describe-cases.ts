import { existsSync } from 'node:fs';
import { describe } from 'vitest';
import { casesRoot, type CaseSuite } from '../cases/case-suite.ts';

/** The tests of one suite of cases by others, which `npm run cases` counts by its title; skipped where the cases are not there. */
export function describeCases(suite: CaseSuite, tests: () => void): void {
  describe.skipIf(!existsSync(casesRoot))(suite.title, tests);
}
