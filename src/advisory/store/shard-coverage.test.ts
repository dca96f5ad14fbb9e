import { describe, expect, it } from 'vitest';
import { madeManifest, type ShardSketch } from '../../../test/support/made-manifest.ts';
import { coverageByShard } from './shard-coverage.ts';

describe('coverageByShard', () => {
  it.each<[string, readonly ShardSketch[], readonly string[]]>([
    [
      'takes a release with a plausible number of packages for covered, and stray records for nothing',
      [
        { name: 'debian@12', packages: { tracker: 2983 } },
        { name: 'debian@10', packages: { tracker: 343 } },
        { name: 'debian@14', packages: { tracker: 1 } },
        { name: 'ubuntu@16.04', packages: { osv: 6 } },
        { name: 'alpine@3.2', packages: { osv: 57 } },
        { name: 'alpine@3.24', packages: { osv: 49 } },
      ],
      [
        'debian@12 covered',
        'debian@10 covered',
        'debian@14 mentioned',
        'ubuntu@16.04 mentioned',
        'alpine@3.2 covered',
        'alpine@3.24 mentioned',
      ],
    ],
    [
      'asks for a share of what the same source has for its largest release',
      [
        { name: 'almalinux@8', packages: { osv: 5937 } },
        { name: 'almalinux@10', packages: { osv: 296 } },
        { name: 'rocky@8', packages: { osv: 629 } },
        { name: 'rocky@10', packages: { osv: 60 } },
      ],
      ['almalinux@8 covered', 'almalinux@10 mentioned', 'rocky@8 covered', 'rocky@10 covered'],
    ],
    [
      'needs one source that knows the release, not the sum of several that do not',
      [
        { name: 'debian@12', packages: { tracker: 3000, osv: 2000 } },
        { name: 'debian@13', packages: { tracker: 1, osv: 1500 } },
        { name: 'debian@14', packages: { tracker: 149, osv: 99 } },
      ],
      ['debian@12 covered', 'debian@13 covered', 'debian@14 mentioned'],
    ],
    [
      'holds distributions without releases to the same rule',
      [
        { name: 'wolfi', packages: { osv: 3268 } },
        { name: 'chainguard', packages: { osv: 1 } },
      ],
      ['wolfi covered', 'chainguard mentioned'],
    ],
    [
      'does not take what is about no release for an answer about an unknown one',
      [{ name: 'redhat', packages: { osv: 4000 } }],
      ['redhat mentioned'],
    ],
    ['takes a language at its word, because it has no releases', [{ name: 'npm', packages: { osv: 1 } }], ['npm covered']],
    [
      'does not count a release that the source does not list, however many packages it names',
      [
        { name: 'alpine@3.20', packages: { secdb: 250 } },
        { name: 'alpine@3.21', packages: { secdb: 240 } },
      ],
      ['alpine@3.20 covered', 'alpine@3.21 mentioned'],
    ],
  ])('%s', (_name, shards, expected) => {
    const manifest = madeManifest(shards, { secdb: ['alpine@3.20'] });
    expect([...coverageByShard(manifest)].map(([name, coverage]) => `${name} ${coverage}`)).toEqual(expected);
  });
});
