import { type FindingKind } from '../../model/finding.ts';

/** The kinds of findings in words. */
export const kindWords: Readonly<Record<FindingKind, string>> = {
  vulnerability: 'vulnerabilities',
  misconfiguration: 'misconfiguration',
  secret: 'secrets',
  license: 'licences',
  audit: 'the host',
};
