import { type Runtime } from '../../../model/runtime.ts';
import { type TrustScheme } from '../../../model/trust/trust-verdict.ts';
import { type SchemeEvidence } from '../evidence.ts';
import { type TrustStatement } from '../policy/trust-policy.ts';
import { type VerifyOptions } from '../verification-options.ts';
import { type VerifySubject } from '../verify-subject.ts';

/** One signing scheme. Each is one file, loaded only when a statement names it. */
export interface Verifying {
  readonly scheme: TrustScheme;
  /** Collects every signature of this scheme, trusted or refused. Throws only for defects and ABORTED. */
  collect(subject: VerifySubject, statement: TrustStatement, options: VerifyOptions, runtime: Runtime): Promise<SchemeEvidence>;
}
