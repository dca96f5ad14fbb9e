import { type RuleDescription } from '../../model/rule.ts';

/** Examples are licences as a package states them; `allow:` and `deny:` lines are the policy. */
export interface LicenseRule extends RuleDescription {
  readonly rationale: string;
  readonly examples: { readonly bad: readonly string[]; readonly good: readonly string[] };
}

const references = ['https://spdx.org/licenses/'];
const shared = { kind: 'license', references, aliases: [] } as const;

export const licenseRules = {
  denied: {
    ...shared,
    id: 'license-denied',
    title: 'A licence is on the deny list',
    rationale: 'The policy says that no package may have this licence.',
    remediation: 'Replace the package, or take the licence off licenses.deny in pratique.yaml.',
    severity: 'critical',
    examples: { bad: ['deny: GPL-*\nGPL-3.0-only', 'deny: MIT\nMIT AND ISC'], good: ['deny: GPL-*\nMIT', 'deny: MIT\nMIT OR ISC'] },
  },
  notAllowed: {
    ...shared,
    id: 'license-not-allowed',
    title: 'A licence is not on the allow list',
    rationale: 'The policy lists the licences that packages may have, and this is none of them.',
    remediation: 'Replace the package, or add the licence to licenses.allow in pratique.yaml.',
    severity: 'high',
    examples: { bad: ['allow: MIT\nISC', 'allow: MIT\nMIT AND ISC', 'allow: MIT\nfree as in beer'], good: ['allow: MIT\nMIT OR GPL-3.0-only', 'allow: MIT, ISC\nMIT AND ISC'] },
  },
  forbidden: {
    ...shared,
    id: 'license-forbidden',
    title: 'A licence forbids what most companies do with software',
    rationale: 'It asks for the source of the whole service, or forbids commercial use.',
    remediation: 'Replace the package, buy another licence, or add this one to licenses.allow in pratique.yaml after legal advice.',
    severity: 'critical',
    examples: { bad: ['AGPL-3.0-only', 'MIT AND SSPL-1.0', 'CC-BY-NC-4.0'], good: ['AGPL-3.0-only OR MIT', 'MIT'] },
  },
  restricted: {
    ...shared,
    id: 'license-restricted',
    title: 'A licence asks for the source of what is distributed with it',
    rationale: 'Whoever distributes a work with it must offer the source of that work under the same licence.',
    remediation: 'Check how the package is used and distributed; list the licence in licenses.allow of pratique.yaml where that is settled.',
    severity: 'high',
    examples: { bad: ['GPL-2.0-or-later', 'LGPL-2.1-only AND MIT'], good: ['GPL-2.0-only OR MIT', 'MPL-2.0'] },
  },
  reciprocal: {
    ...shared,
    id: 'license-reciprocal',
    title: 'A licence asks for the source of changes to it',
    rationale: 'Whoever distributes changed files of the package must publish them.',
    remediation: 'Publish changes to the package, or list the licence in licenses.allow of pratique.yaml.',
    severity: 'medium',
    examples: { bad: ['MPL-2.0', 'GPL-2.0-only WITH Classpath-exception-2.0'], good: ['MIT', 'Apache-2.0 WITH LLVM-exception'] },
  },
  unlicensed: {
    ...shared,
    id: 'license-unlicensed',
    title: 'A package says that it has no licence',
    rationale: 'UNLICENSED and proprietary mean that its author keeps all rights.',
    remediation: 'Ask its author for a licence, or remove the package.',
    severity: 'medium',
    examples: { bad: ['UNLICENSED', 'Proprietary', 'SEE LICENSE IN EULA.txt'], good: ['Unlicense', 'MIT'] },
  },
  unknown: {
    ...shared,
    id: 'license-unknown',
    title: 'The licence of a package is not known',
    rationale: 'Neither its metadata nor its files say under which licence it may be used.',
    remediation: 'Look it up at its author, and list it in licenses.allow of pratique.yaml.',
    severity: 'unknown',
    examples: { bad: ['', 'free as in beer', 'LicenseRef-own'], good: ['MIT'] },
  },
  invalid: {
    ...shared,
    id: 'license-invalid',
    title: 'The licence of a package is no valid SPDX expression',
    rationale: 'Other tools cannot read it, or read another licence.',
    remediation: 'Correct the expression in the metadata of the package.',
    severity: 'negligible',
    examples: { bad: ['GPL-3.0-only WITH Autoconf-exception-3.0+', 'MIT AND', 'mit or ISC'], good: ['MIT OR ISC', 'free as in beer'] },
  },
} satisfies Readonly<Record<string, LicenseRule>>; // prettier-ignore
