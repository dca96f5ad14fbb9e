import { type TrustRefusal, type TrustScheme } from './trust-verdict.ts';
import { type TrustReason } from './trust-reasons.ts';

/** Something was looked at and is not believed. What could not be fetched or read at all is a `PratiqueError`. */
export class VerificationError extends Error {
  override readonly name = 'VerificationError';
  readonly code: TrustReason;
  readonly object: string;

  /** `object` is what is refused, `message` one line that says why, with the values that differ. */
  constructor(code: TrustReason, object: string, message: string, options: { readonly cause?: unknown } = {}) {
    super(message, options);
    this.code = code;
    this.object = object;
  }

  toRefusal(scheme: TrustScheme): TrustRefusal {
    return { scheme, code: this.code, object: this.object, message: this.message };
  }
}
