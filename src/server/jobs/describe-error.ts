import { PratiqueError } from '../../model/pratique-error.ts';

/** What people are told of a job's error: nothing of an error of the program itself, which the log has. */
export function describeError(error: Error): { readonly code: string; readonly message: string } {
  return error instanceof PratiqueError
    ? { code: error.code, message: error.message }
    : { code: 'INTERNAL', message: 'an error of the program; see its log' };
}
