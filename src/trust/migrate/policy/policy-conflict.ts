import { PratiqueError } from '../../../model/pratique-error.ts';

/** Why a statement is not put into the file; `reason` continues "it …". */
export function policyConflict(file: string, match: string): (reason: string, hint: string) => PratiqueError {
  return (reason, hint) => new PratiqueError('CONFIG_INVALID', `cannot add ${match} to ${file}: it ${reason}`, { hint });
}
