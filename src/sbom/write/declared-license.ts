import { createHash } from 'node:crypto';
import { isLicenseExpression } from '../../lib/spdx/license-expression.ts';

/** A license that is no identifier of the SPDX list, under an identifier of the document. */
export interface ExtractedLicense {
  readonly licenseId: string;
  readonly name: string;
}

export interface DeclaredLicense {
  /** `undefined` where no license is known. */
  readonly expression?: string;
  readonly extracted: readonly ExtractedLicense[];
}

/** Licenses as one SPDX expression: of several each applies. */
export function declareLicense(licenses: readonly string[]): DeclaredLicense {
  const extracted: ExtractedLicense[] = [];
  const terms = licenses.map((license) => {
    if (isLicenseExpression(license)) return license;
    const licenseId = `LicenseRef-${createHash('sha256').update(license).digest('hex').slice(0, 12)}`;
    extracted.push({ licenseId, name: license });
    return licenseId;
  });
  const [first] = terms;
  if (first === undefined) return { extracted };
  const expression = terms.length === 1 ? first : terms.map((term) => (term.includes(' ') ? `(${term})` : term)).join(' AND ');
  return { expression, extracted };
}

/** Whether the expression alone gives the licenses back. */
export function isDeclaredAsIs(licenses: readonly string[]): boolean {
  const [first] = licenses;
  return first === undefined || (licenses.length === 1 && isLicenseExpression(first));
}
