import { expect, it } from 'vitest';
import { makeIssue } from '../../model/issue.ts';
import { buildIssueLines } from './build-issue-lines.ts';

const issues = [
  makeIssue('RECORD_INVALID', 'osv-npm', 'GHSA-a has no version'),
  makeIssue('RECORD_INVALID', 'osv-npm', 'GHSA-b has no version'),
  makeIssue('SOURCE_FAILED', 'kev', 'kev failed: status 404'),
  makeIssue('RECORD_INVALID', 'alpine-secdb', 'cacti has no version'),
  makeIssue('SOURCE_FAILED', 'epss', 'epss failed: status 404'),
];

it('writes every error, and one line with a count for the warnings of a source', () => {
  expect(buildIssueLines(issues, { isVerbose: false })).toEqual([
    'pratique: warning: osv-npm: 2 × RECORD_INVALID (An advisory could not be read and was skipped), for example: GHSA-a has no version. List all with --verbose.',
    'pratique: kev failed: status 404',
    'pratique: warning: cacti has no version',
    'pratique: epss failed: status 404',
  ]);
});

it('writes every warning with --verbose', () => {
  expect(buildIssueLines(issues, { isVerbose: true })).toEqual([
    'pratique: warning: GHSA-a has no version',
    'pratique: warning: GHSA-b has no version',
    'pratique: kev failed: status 404',
    'pratique: warning: cacti has no version',
    'pratique: epss failed: status 404',
  ]);
});
