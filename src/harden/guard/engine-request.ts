import { type ContainerSettings } from './container-settings.ts';

/** A request to Docker's Engine API, as a guard sees it. */
export type EngineRequest =
  | { readonly kind: 'other' }
  | { readonly kind: 'create'; readonly image: string; readonly settings: ContainerSettings; readonly labels: ReadonlyMap<string, string> }
  /** A container that exists: what it is must be asked of the engine. */
  | { readonly kind: 'start'; readonly container: string }
  | { readonly kind: 'exec'; readonly container: string; readonly isPrivileged: boolean }
  | { readonly kind: 'pull'; readonly image: string }
  | { readonly kind: 'volume'; readonly settings: ContainerSettings }
  | { readonly kind: 'plugin' }
  /** It is one of these, and its body was not shown or is no JSON that all readers read alike. */
  | { readonly kind: 'unseen'; readonly why: string };

/** What dockerd sends to `/AuthZPlugin.AuthZReq`; docs.docker.com, "Access authorization plugin". */
export interface AuthorizationRequest {
  readonly user: string;
  readonly method: string;
  readonly uri: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly body?: Uint8Array;
}
