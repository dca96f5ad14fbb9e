import { PratiqueError } from '../../model/pratique-error.ts';
import { type Severity } from '../../model/severity.ts';

/** The lowest severity of each of hadolint's levels. */
export const levelSeverities: ReadonlyMap<string, Severity> = new Map([
  ['error', 'high'],
  ['warning', 'medium'],
  ['info', 'low'],
  ['style', 'negligible'],
]);

/** The lowest severity that fails; `undefined` where none does. Throws USAGE. */
export function readThreshold(level = 'warning'): Severity | undefined {
  const name = level.toLowerCase();
  if (name === 'none') return undefined;
  // Everything fails, also what is set aside by its level.
  if (name === 'ignore') return 'negligible';
  const severity = levelSeverities.get(name);
  if (severity === undefined)
    throw new PratiqueError('USAGE', `${JSON.stringify(level.slice(0, 40))} is not a failure threshold`, {
      hint: 'use error, warning, info, style or none',
    });
  return severity;
}
