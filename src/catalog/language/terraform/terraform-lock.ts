import { type FileCataloger } from '../../cataloger.ts';
import { lockCataloger } from '../catalog-lock.ts';
import { type Lock, type LockRecord } from '../lock-record.ts';
import { textOf } from '../text-of.ts';

/** .terraform.lock.hcl: developer.hashicorp.com/terraform, "Dependency lock file", which OpenTofu uses too. One block for each provider. */
export const terraformLock: FileCataloger = lockCataloger({
  id: 'terraform-lock',
  ecosystems: ['terraform'],
  details: [],
  files: { names: ['.terraform.lock.hcl'] },
  parse: (content) => parseTerraformLock(textOf(content)),
});

/** What `terraform init` writes: a block begins and ends on lines of its own. */
function parseTerraformLock(text: string): Lock {
  const records: LockRecord[] = [];
  let provider: string | undefined;
  let withoutVersion = 0;
  for (const line of text.split('\n')) {
    const begun = /^\s*provider\s+"([^"]+)"\s*\{/.exec(line)?.[1];
    if (begun !== undefined) {
      if (provider !== undefined) withoutVersion += 1;
      provider = begun;
      continue;
    }
    const version = /^\s*version\s*=\s*"([^"]+)"/.exec(line)?.[1];
    if (version === undefined || provider === undefined) continue;
    records.push({ key: provider, name: provider, version, dependencies: [] });
    provider = undefined;
  }
  if (provider !== undefined) withoutVersion += 1;
  return { records, problems: withoutVersion === 0 ? [] : [`has ${withoutVersion} providers without a version`] };
}
