import { type TrustRefusal, type TrustScheme } from './trust-verdict.ts';
import { type TrustReason } from './trust-reasons.ts';

/** Something was checked and is not trusted. What could not be fetched or read at all is a `PratiqueError`. */
export class VerificationError extends Error {
  override readonly name = 'VerificationError';
  readonly code: TrustReason;
  readonly object: string;
  readonly signedBy: string | undefined;
  /** What to do here, where the hint of the code is too general. */
  readonly hint: string | undefined;

  /**
   * `object` is what is refused, `message` one line that says why, with the values that differ. `signedBy` names the signer of a signature that is
   * refused only because its signer is not a trusted one.
   */
  constructor(
    code: TrustReason,
    object: string,
    message: string,
    options: { readonly cause?: unknown; readonly signedBy?: string; readonly hint?: string } = {},
  ) {
    super(message, options);
    this.code = code;
    this.object = object;
    this.signedBy = options.signedBy;
    this.hint = options.hint;
  }

  toRefusal(scheme: TrustScheme): TrustRefusal {
    const { code, object, message, signedBy } = this;
    return { scheme, code, object, message, ...(signedBy === undefined ? {} : { signedBy }) };
  }
}
