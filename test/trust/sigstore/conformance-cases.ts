import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compilePattern } from '../../../src/trust/sigstore/identity/anchored-pattern.ts';
import { type ExpectedSigner } from '../../../src/trust/sigstore/identity/expected-signer.ts';
import { readPublicKey } from '../../../src/trust/sigstore/key/read-public-key.ts';
import { casesRoot } from '../../cases/case-suite.ts';

/** Half of the bundles of sigstore-conformance, beside the project. */
export const casesFolder = join(casesRoot, 'sigstore-bundles');
export const hasCases = existsSync(casesFolder);

/** The identity that signed most of them (sigstore-conformance, test/assets/bundle-verify/README.md). */
const workflow =
  'https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon/.github/workflows/extremely-dangerous-oidc-beacon.yml@refs/heads/main';
const issuer = 'https://token.actions.githubusercontent.com';

export interface ConformanceCase {
  readonly name: string;
  readonly isValid: boolean;
  readonly artifact: Buffer;
  readonly bundle: Buffer;
  readonly trustedRoot: Buffer;
  readonly expected: ExpectedSigner;
}

export function readConformanceCases(): readonly ConformanceCase[] {
  return hasCases ? readdirSync(casesFolder).map((name) => readConformanceCase(name)) : [];
}

export function readConformanceCase(name: string): ConformanceCase {
  const folder = join(casesFolder, name, 'input');
  const read = (file: string): Buffer | undefined => (existsSync(join(folder, file)) ? readFileSync(join(folder, file)) : undefined);
  const key = read('key.pub')?.toString();
  return {
    name,
    isValid: !name.endsWith('_fail'),
    artifact: read('artifact') ?? readFileSync(join(folder, 'a.txt')),
    bundle: readFileSync(join(folder, 'bundle.sigstore.json')),
    trustedRoot: read('trusted_root.json') ?? publicGoodRoot(),
    expected:
      key === undefined
        ? expectIdentity(read('identity')?.toString().trim() ?? workflow, read('issuer')?.toString().trim() ?? issuer)
        : { kind: 'key', key: readPublicKey(key, 'key.pub'), name: 'key.pub' },
  };
}

export function expectIdentity(subject = workflow, issuedBy = issuer): ExpectedSigner {
  return { kind: 'certificate', issuer: { kind: 'exact', text: issuedBy }, subject: { kind: 'exact', text: subject } };
}

export function expectPattern(pattern: string): ExpectedSigner {
  return { kind: 'certificate', issuer: { kind: 'exact', text: issuer }, subject: { kind: 'pattern', pattern: compilePattern(pattern) } };
}

/** The trusted root of the public instance: the one of a case, without the end that the case gave to the log's key. */
export function publicGoodRoot(): Buffer {
  const root = JSON.parse(readFileSync(join(casesFolder, 'trust-root-tlog-validity-end-inclusive/input/trusted_root.json'), 'utf8')) as {
    tlogs: { publicKey: { validFor: { end?: string } } }[];
  };
  delete root.tlogs[0]?.publicKey.validFor.end;
  return Buffer.from(JSON.stringify(root));
}
