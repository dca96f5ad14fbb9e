import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { quickRuntime } from '../../../../test/support/quick-runtime.ts';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { type Digest } from '../../../model/digest.ts';
import { type Repository } from '../../../oci/registry/repository.ts';
import { type ResolvedSignedImage } from '../resolve/signed-image.ts';
import { applyMigration, type MigrationRun } from './apply-migration.ts';
import { MigrationRecord } from './migration-record.ts';
import { type Resigner } from './resigner.ts';

describe('an interrupted or repeated migration', () => {
  const runtime = quickRuntime();
  const image: ResolvedSignedImage = {
    gun: 'docker.io/org/app',
    repository: 'docker.io/org/app',
    digest: `sha256:${'1'.repeat(64)}` as Digest,
    size: 2,
    tags: [{ tag: '1', role: 'targets', version: 1, expires: new Date(0), signers: ['alice'] }],
    trustRoot: { kind: 'first use', name: 'root' },
    state: { kind: 'present', mediaType: 'application/vnd.oci.image.manifest.v1+json' },
    moved: [],
  };

  it('looks for a signature where it is stored, whatever the record says, and records each signature once', async () => {
    const folder = temporaryFolder();
    onTestFinished(() => folder[Symbol.dispose]());
    const path = join(folder.path, 'record.jsonl');
    let stored: string | undefined;
    const resigner: Resigner = {
      scheme: 'sigstore',
      keyId: 'a',
      findExisting: () => Promise.resolve(stored),
      sign: () => Promise.resolve({ foundAt: (stored = 'here') }),
      policyTerms: () => Promise.resolve({}),
    };
    const run: Omit<MigrationRun, 'record'> = { images: [image], resigners: [resigner], refusedTags: () => Promise.resolve(new Map()), repositoryOf: () => ({}) as Repository, verifiedAt: new Date(0), isDryRun: false }; // prettier-ignore
    const kinds: string[] = [];
    const apply = async (isDryRun = false): Promise<void> => {
      const steps = await applyMigration({ ...run, isDryRun, record: await MigrationRecord.open(path) }, runtime);
      kinds.push(...steps.map(({ outcome }) => outcome.kind));
    };
    const lines = async (): Promise<number> => (await readFile(path, 'utf8')).trim().split('\n').length;
    await apply();
    await apply();
    expect([kinds, await lines()]).toEqual([['signed', 'signed before'], 1]);
    stored = undefined;
    await apply(true);
    await apply();
    expect([kinds.slice(2), await lines()]).toEqual([['to sign', 'signed'], 2]);
  });
});
