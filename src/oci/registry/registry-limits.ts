import { type HttpLimits } from '../../lib/http/http-limits.ts';

/** Bounds on what a registry, its token server and the stores of credentials may answer; the values are in `model/limits.ts`. */
export interface RegistryLimits extends HttpLimits {
  readonly documentBytes: number;
  readonly tokenBytes: number;
  readonly challengeBytes: number;
  readonly challenges: number;
  readonly configFileBytes: number;
  readonly credentialHelperMs: number;
  readonly credentialHelperBytes: number;
}
