import { type TrustVerdict } from '../../model/trust/trust-verdict.ts';
import { toVerdict } from './to-verdict.ts';

/** Raised when a member is removed or changes its meaning; new members do not raise it. */
export const verdictSchemaVersion = 1;

/** One JSON document, docs/reference/verdict.schema.json; a verdict is a line. */
export function* writeVerdictsJson(verdicts: readonly TrustVerdict[], toolVersion: string): Iterable<string> {
  yield `{"schemaVersion":${verdictSchemaVersion},"tool":${JSON.stringify({ name: 'pratique', version: toolVersion })},"verdicts":[`;
  for (const [at, verdict] of verdicts.entries()) yield `${at === 0 ? '\n' : ',\n'}${JSON.stringify(toVerdict(verdict))}`;
  yield verdicts.length === 0 ? ']}\n' : '\n]}\n';
}
