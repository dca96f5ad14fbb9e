import { type Severity } from '../../model/severity.ts';
import { remedy } from '../rules/value-rules.ts';
import { type SecretRule, type ShapeDetection } from '../secret-rule.ts';

export interface ShapeRow extends Omit<ShapeDetection, 'how'> {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  /** What to do with such a secret, as a sentence. */
  readonly advice: string;
  readonly references: readonly string[];
  readonly aliases?: readonly string[];
}

/** A rule that takes more than a pattern. */
export function shapeRule({ id, title, severity, advice, references, aliases = [], ...detection }: ShapeRow): SecretRule {
  return {
    id,
    kind: 'secret',
    title,
    severity,
    remediation: remedy(advice),
    references,
    aliases,
    detection: { how: 'shape', ...detection },
  };
}
