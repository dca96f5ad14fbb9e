import { join } from 'node:path';
import { projectRoot } from '../support/project-root.ts';

/** Inputs that other projects made for their own tests, with what those expect. They lie beside the project and are not part of it. */
export interface CaseSuite<Expected = unknown> {
  /** Of the page, of the script's line and of the tests. */
  readonly title: string;
  /** The projects, and their licences. */
  readonly from: string;
  readonly count: number;
  /** Where this project means something else, by the name of the case. */
  readonly exceptions: Readonly<Record<string, CaseException<Expected>>>;
}

export interface CaseException<Expected = unknown> {
  /** Half a sentence, lower case. */
  readonly why: string;
  /** What holds in place of what the other project expects; absent where the test says it. */
  readonly expected?: Expected;
}

export const casesRoot = join(projectRoot, '../shared/cases');

/** Cases that are exceptions for one reason. */
export function because(why: string, cases: readonly string[]): Readonly<Record<string, CaseException>> {
  return Object.fromEntries(cases.map((name) => [name, { why }]));
}
