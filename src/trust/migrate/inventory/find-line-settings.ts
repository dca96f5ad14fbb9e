import { isComment } from './find-assignments.ts';
import { type FoundInText } from './inventory-finding.ts';

interface LineSetting {
  /** The first line of the setting; `inside`, if given, must match within the next few lines. */
  readonly pattern: RegExp;
  readonly inside?: RegExp;
  readonly found: Omit<FoundInText, 'line'>;
}

/** How many lines of a block such as `trust_policy { enabled = true }` are read. */
const blockLines = 6;

const azureAction =
  'sign with pratique sign --scheme notation, verify with a trust policy in pratique.yaml, and remove the setting before 2028-03-31';

const settings: readonly LineSetting[] = [
  {
    pattern: /^\s*trust_policy_enabled\s*=\s*true\b/,
    found: { kind: 'registry setting', state: 'on', server: 'azurecr.io', sets: 'trust_policy_enabled = true', meaning: 'Content Trust is on in an Azure Container Registry (Terraform)', action: azureAction },
  },
  {
    pattern: /^\s*(?:trust_policy\s*(?:=\s*)?[{[]|trust_policy\s*=)/,
    inside: /\benabled\s*=\s*true\b/,
    found: { kind: 'registry setting', state: 'on', server: 'azurecr.io', sets: 'trust_policy { enabled = true }', meaning: 'Content Trust is on in an Azure Container Registry (Terraform)', action: azureAction },
  },
  {
    pattern: /^\s*trustPolicy\s*:\s*\{/,
    inside: /\bstatus\s*:\s*'enabled'/,
    found: { kind: 'registry setting', state: 'on', server: 'azurecr.io', sets: "trustPolicy: { status: 'enabled' }", meaning: 'Content Trust is on in an Azure Container Registry (Bicep)', action: azureAction },
  },
  {
    pattern: /^\s*enable_content_trust\s*=\s*"?true\b/,
    found: {
      kind: 'registry setting',
      state: 'on',
      sets: 'enable_content_trust = true',
      meaning: 'a Harbor project allows only images with Notary signatures to be pulled; Harbor removed Notary in 2.9',
      action: 'sign with pratique sign, then switch the project to enable_content_trust_cosign',
    },
  },
  {
    pattern: /^\s*require_content_trust\s*=\s*true\b/,
    found: {
      kind: 'admission policy',
      state: 'on',
      sets: 'require_content_trust = true',
      meaning: 'Mirantis Kubernetes Engine (Docker UCP) runs only images with Notary signatures',
      action: 'sign with pratique sign, and add an admission policy to the cluster before you turn this off',
    },
  },
]; // prettier-ignore

/** Settings in Terraform, Bicep and TOML files, recognised by a line and the few after it. */
export function findLineSettings(lines: readonly string[]): readonly FoundInText[] {
  const found: FoundInText[] = [];
  for (const [index, text] of lines.entries()) {
    if (isComment(text)) continue;
    for (const { pattern, inside, found: row } of settings) {
      if (!pattern.test(text)) continue;
      const block = lines.slice(index, index + blockLines).filter((each) => !isComment(each));
      if (inside === undefined || block.some((each) => inside.test(each))) found.push({ line: index + 1, ...row });
    }
  }
  return found;
}
