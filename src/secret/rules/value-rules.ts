import { type Severity } from '../../model/severity.ts';
import { type Anchor, type Detection, type SecretRule, type StructureCheck } from '../secret-rule.ts';

/** Who issues the secrets of a family. */
export interface Issuer {
  readonly name: string;
  /** Where they are revoked, as the end of "Revoke it …". */
  readonly revoke: string;
  readonly documentation: string;
}

/** One kind of value. With `names` it needs one of these words in the name before it; with `withinBytes`, anywhere that near. */
export interface ValueRow {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly names?: readonly string[];
  readonly pattern: string;
  readonly ignoresCase?: boolean;
  readonly anchors?: readonly Anchor[];
  readonly withinBytes?: number;
  readonly minEntropy?: number;
  readonly check?: StructureCheck;
  readonly aliases?: readonly string[];
}

/** The rules of a family. */
export function valueRules(issuer: Issuer, rows: readonly ValueRow[]): readonly SecretRule[] {
  return rows.map((row) => {
    const { id, title, severity, minEntropy, check, aliases = [] } = row;
    return {
      id,
      kind: 'secret',
      title,
      severity,
      remediation: remedy(`Revoke it ${issuer.revoke}.`),
      references: [issuer.documentation],
      aliases,
      detection: detectionOf(row),
      ...(minEntropy === undefined ? {} : { minEntropy }),
      ...(check === undefined ? {} : { check }),
    };
  });
}

/** What is to do about every secret, after what is to do about this one. */
export function remedy(first: string): string {
  return `${first} Then build the image without it: a file that a later layer deletes can still be extracted.`;
}

function detectionOf({ pattern, ignoresCase = false, names, withinBytes, anchors }: ValueRow): Detection {
  if (names === undefined) return { how: 'token', pattern, ignoresCase, ...(anchors === undefined ? {} : { anchors }) };
  return withinBytes === undefined
    ? { how: 'named', names, pattern, ignoresCase }
    : { how: 'near', names, pattern, ignoresCase, withinBytes };
}
