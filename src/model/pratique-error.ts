import { errorCodes, type ErrorCode } from './error-codes.ts';

/**
 * What is thrown when the work cannot be done: a caller's mistake, a missing thing, a refused input.
 * The message is one line that names the thing and the reason; {@link hint} says what to try. A bug is a plain `Error`.
 */
export class PratiqueError extends Error {
  override readonly name = 'PratiqueError';
  readonly code: ErrorCode;
  readonly hint: string;

  constructor(code: ErrorCode, message: string, options: { readonly cause?: unknown; readonly hint?: string } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint ?? errorCodes[code].hint;
  }

  /** The process's exit code when this error ends the run; see docs/reference/cli.md. */
  get exitCode(): 2 | 3 {
    return errorCodes[this.code].exitCode;
  }
}
