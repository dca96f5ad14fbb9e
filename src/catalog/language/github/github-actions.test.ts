import { describe, expect, it } from 'vitest';
import { describeCataloger } from '../../../../test/support/cataloger-contract.ts';
import { listPackages } from '../../../../test/support/list-packages.ts';
import { githubActions } from './github-actions.ts';

const sha = '11bd71901bbe5b1630ceea73d27597364c9af683';
const workflow = `name: CI
on: [push]
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - name: cache
        uses: actions/cache/restore@v3.1.0
      - uses: "actions/setup-go@${sha}" # v5.1.0
      - uses: actions/setup-node@${sha} # v 4
      - uses: actions/plain@${sha}
      - uses: ./.github/actions/bootstrap
      - uses: docker://alpine:3.20
      - run: |
          uses: not/this@v1
  call:
    uses: octo/workflows/.github/workflows/a.yml@main
`;
const action = 'name: x\nruns:\n  using: composite\n  steps:\n    - uses: actions/cache@v3\n';

describeCataloger(githubActions, { '.github/workflows/ci.yml': workflow, 'action.yml': action });

describe('GitHub Actions', () => {
  it('are used by workflows and by composite actions', () => {
    const files = { '.github/workflows/ci.yml': workflow, 'action.yml': action, 'node_modules/x/.github/workflows/ci.yml': workflow };
    expect(listPackages('github-actions', files)).toEqual([
      'pkg:generic/.%2F.github%2Factions%2Fbootstrap claimed own',
      'pkg:github/actions/cache@v3 claimed direct',
      'pkg:github/actions/cache@v3.1.0#restore claimed direct',
      'pkg:github/actions/checkout@v4 claimed direct',
      `pkg:github/actions/plain@${sha} claimed direct`,
      'pkg:github/actions/setup-go@v5.1.0 claimed direct',
      'pkg:github/actions/setup-node@4 claimed direct',
      'pkg:github/octo/workflows@main#.github/workflows/a.yml claimed direct',
    ]);
    expect(listPackages('github-actions', files, true)).toEqual([]);
    expect(listPackages('github-actions', { 'action.yml': '[' })).toEqual(['LOCKFILE_UNREADABLE action.yml is not YAML']);
  });
});
