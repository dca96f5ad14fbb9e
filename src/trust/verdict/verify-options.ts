import { type RegistryOptions } from '../../model/image.ts';
import { type Platform } from '../../model/platform.ts';
import { type ImageReference } from '../../model/reference.ts';
import { type TrustScheme } from '../../model/trust/trust-verdict.ts';
import { type TrustPolicy } from './policy/trust-policy.ts';

/** What an image is judged by, and how what is needed for that is reached. Nothing is read from the environment here. */
export interface VerifyOptions {
  readonly policy: TrustPolicy;
  /** Relative paths of the policy start here: the folder of its file. */
  readonly policyDirectory: string;
  /** Only these of the schemes that the statement names. */
  readonly schemes?: ReadonlySet<TrustScheme>;
  /** Of an index: the platform whose manifest is wanted. Absent: the index itself, for every platform of it. */
  readonly platform?: Platform;
  readonly registry: RegistryOptions;
  /** The repository that the image in a layout is from: what patterns, Notation's scopes and signed names are compared with. */
  readonly scope?: ImageReference;
  /** Required of sigstore and Notation signatures besides what the policy requires. */
  readonly annotations?: ReadonlyMap<string, string>;
  /** Nothing but the image's own registry is asked; what has to be fetched from elsewhere is a failure. */
  readonly isOffline: boolean;
  /** `registry/repository` under whose name the image may have been signed too, whatever the policy says: `--copied-from`. */
  readonly copiedFrom?: readonly string[];
  /** No repository may name its own root of trust at first sight, whatever the policy says. */
  readonly requiresPin: boolean;
  readonly places: TrustPlaces;
  /** The Notary server (`--trust-server`), which overrides the policy's. */
  readonly notaryServer?: string;
  /** The Notary server where the policy names none: `DOCKER_CONTENT_TRUST_SERVER`. */
  readonly defaultNotaryServer?: string;
  /** `NOTARY_AUTH`; the registry's credentials when absent. */
  readonly notaryCredentials?: NonNullable<RegistryOptions['credentials']>;
}

/** Folders and files where trust is kept on this machine. */
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
