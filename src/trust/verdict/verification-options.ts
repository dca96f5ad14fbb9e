import { type RegistryOptions } from '../../model/image.ts';
import { type Platform } from '../../model/platform.ts';
import { type ImageReference } from '../../model/reference.ts';
import { type TrustScheme } from '../../model/trust/trust-verdict.ts';
import { type TrustPolicy } from './policy/trust-policy.ts';

/** What images are verified against, and how to reach it. The environment is not read here. */
export interface VerifyOptions {
  readonly policy: TrustPolicy;
  /** What the policy is from, for messages: the path of its file, or the options that make it. */
  readonly policyName?: string;
  /** Base of relative paths in the policy: the folder of its file. */
  readonly policyDirectory: string;
  /** Restricts the schemes of the statement to these. */
  readonly schemes?: ReadonlySet<TrustScheme>;
  /** Platform of an index to verify; the index itself when absent. */
  readonly platform?: Platform;
  /** Whether a single image for another platform is verified all the same. */
  readonly isPlatformOptional?: boolean;
  readonly registry: RegistryOptions;
  /** The repository that the image in a layout is from: what patterns, Notation's scopes and signed names are compared with. */
  readonly scope?: ImageReference;
  /** Required of sigstore and Notation signatures besides what the policy requires. */
  readonly annotations?: ReadonlyMap<string, string>;
  /** Least number of distinct signers, besides what the policy requires. */
  readonly threshold?: number;
  /** Signatures by key need a log entry too, whatever the policy says. */
  readonly requiresTransparencyLog?: boolean;
  /** A `trusted_root.json` to verify every sigstore signature and attestation with, whatever the policy names (`--trusted-root`). */
  readonly trustedRoot?: string;
  /** Only the image's own registry is asked; anything that has to be fetched from elsewhere is a failure. */
  readonly isOffline: boolean;
  /** Other `registry/repository` names that a signature may contain, whatever the policy says (`--copied-from`). */
  readonly copiedFrom?: readonly string[];
  /** No trust on first use (TOFU), whatever the policy says. */
  readonly requiresPin: boolean;
  readonly places: TrustPlaces;
  /** The Notary server (`--trust-server`), which overrides the policy's. */
  readonly notaryServer?: string;
  /** The Notary server where the policy names none: `DOCKER_CONTENT_TRUST_SERVER`. */
  readonly defaultNotaryServer?: string;
  /** `NOTARY_AUTH`; the registry's credentials when absent. */
  readonly notaryCredentials?: NonNullable<RegistryOptions['credentials']>;
}

/** Folders and files of this machine that hold trust data. */
export interface TrustPlaces {
  /** Docker's `~/.docker/trust`: pinned and cached roots of Notary repositories. */
  readonly notary: string;
  /** Docker's `~/.docker/tls`: authorities and client certificates by server. */
  readonly notaryTls?: string;
  /** `trusted_root.json` of sigstore's public good instance: fetched here when it is needed and not kept, and refreshed when TUF says so. */
  readonly trustedRoot: string;
  /** Notation's configuration: `trustpolicy.json`, `truststore/`. */
  readonly notation: string;
}
