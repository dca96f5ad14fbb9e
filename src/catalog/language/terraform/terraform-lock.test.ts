import { describe, expect, it } from 'vitest';
import { describeCataloger } from '../../../../test/support/cataloger-contract.ts';
import { listPackages } from '../../../../test/support/list-packages.ts';
import { terraformLock } from './terraform-lock.ts';

const lock = `# This file is maintained automatically by "terraform init".
provider "registry.terraform.io/hashicorp/aws" {
  version     = "5.72.1"
  constraints = "~> 5.0"
  hashes = [
    "h1:jhd5O5o0CfZCNEwwN0EiDAzb7ApuFrtxJqa6HXW4EKE=",
  ]
}

provider "registry.opentofu.org/acme/thing" {
  version = "1.0.0"
}
`;

describeCataloger(terraformLock, { 'app/.terraform.lock.hcl': lock });

describe('.terraform.lock.hcl', () => {
  it('has providers', () => {
    expect(listPackages('terraform-lock', { '.terraform.lock.hcl': lock })).toEqual([
      'pkg:terraform/registry.opentofu.org/acme/thing@1.0.0 declared',
      'pkg:terraform/registry.terraform.io/hashicorp/aws@5.72.1 declared',
    ]);
    expect(listPackages('terraform-lock', { '.terraform.lock.hcl': 'provider "a" {\n}\n' })).toEqual([
      'LOCKFILE_UNREADABLE .terraform.lock.hcl has 1 providers without a version',
    ]);
  });
});
