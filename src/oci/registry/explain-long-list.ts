import { PratiqueError } from '../../model/pratique-error.ts';

/** The error with a hint about the list: the hint of DOCUMENT_TOO_LARGE is about images. Other errors are returned as they are. */
export function explainLongList(error: unknown): unknown {
  if (!(error instanceof PratiqueError) || error.code !== 'DOCUMENT_TOO_LARGE') return error;
  return new PratiqueError('DOCUMENT_TOO_LARGE', error.message, {
    cause: error,
    hint: 'the list of signatures and other referrers is longer than Pratique reads; delete in the registry those that are not needed (anyone who can push may have added them)',
  });
}
