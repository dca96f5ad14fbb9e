import { type Digest } from './digest.ts';
import { type EngineOptions } from './engine-options.ts';
import { type Issue } from './issue.ts';
import { type LayerDemand, type LayerIndex } from './layer-index.ts';
import { type Platform } from './platform.ts';
import { type Runtime } from './runtime.ts';

/** A place where images live; each is one file in `image/source/`. */
export interface ImageSource {
  /** Prefix that selects this source on the command line, such as `oci-dir`. */
  readonly scheme: string;
  readonly title: string;
  /** One image, or one for each platform of an index when `options.platform` is `all`. The caller that opens an image disposes of it. */
  open(target: string, options: OpenOptions, runtime: Runtime): Promise<readonly Image[]>;
}

export interface OpenOptions {
  readonly platform: Platform | 'all';
  /** Whether an image for another platform is accepted where no other image is available. */
  readonly isPlatformOptional?: boolean;
  /** What layers are read for; asked where they are read while opening: an archive that is compressed or streamed is read once, from front to back. */
  readonly layerDemand?: () => Promise<LayerDemand>;
  /** The bytes of standard input; absent where there is none to scan. */
  readonly standardInput?: () => AsyncIterable<Uint8Array>;
  /** How to reach registries; absent where the target needs none. */
  readonly registry?: RegistryOptions;
  /** Container engines of this machine; absent to look in none. */
  readonly engines?: EngineOptions;
  /** Whether registries may not be asked. */
  readonly isOffline?: boolean;
  /** Where what container engines exported is kept from run to run, by what was verified; absent to export an image each time. */
  readonly exports?: ByteCache;
}

/** Bytes by key. `read` is `undefined` for what is not there or is damaged. */
export interface ByteCache {
  read(key: string): Promise<Buffer | undefined>;
  write(key: string, content: Buffer): Promise<void>;
}

export interface RegistryOptions {
  /** Credentials from the command line; they go to the target's own registry only. */
  readonly credentials?: { readonly username: string; readonly password: string };
  /** A bearer token for the target's own registry, in the place of credentials that get one. */
  readonly registryToken?: string;
  /** Plain HTTP and unverified certificates for the target's own registry. */
  readonly insecure?: boolean;
  /** PEM file with certificate authorities to trust in addition to the system's. */
  readonly caFile?: string;
  /** Folder of Docker's `config.json`. */
  readonly dockerConfigDirectory?: string;
  /** Podman's `auth.json`, asked after Docker's. */
  readonly podmanAuthFile?: string;
  /** Connect to the registry only at a public address: it was named by somebody who may not reach this network. */
  readonly publicOnly?: boolean;
  /** Hosts other than the registry that may issue tokens for it; any when absent. */
  readonly trustedRealmHosts?: readonly string[];
  /** What the environment says about proxies, as `lib/http` reads it. */
  readonly proxy?: { readonly http?: string; readonly https?: string; readonly exceptions?: string };
}

/** An opened image: its documents are read and verified, its layers are not read yet. */
export interface Image extends AsyncDisposable {
  /** How a person names it: a reference or a path. */
  readonly name: string;
  /** Which source it came from. */
  readonly scheme: string;
  /** References that its archive, layout or engine gives it; absent where `name` is the only one. */
  readonly references?: readonly string[];
  /** Absent for directories, and for `docker save` archives that carry no manifest of their own. */
  readonly manifestDigest?: Digest;
  /** The configuration's digest, which Docker shows as the image ID. Absent for directories. */
  readonly configDigest?: Digest;
  readonly platform: Platform;
  readonly config: ImageConfig;
  /** Base first. Empty history entries have no layer here. */
  readonly layers: readonly Layer[];
  /** Attestation manifests next to the image in its index. They describe it and are not scanned, which takes nothing from a report. */
  readonly attestationCount?: number;
  /** Its manifest came from a registry that was not verified because of `insecure`: an attacker on the network may have replaced the image. */
  readonly connection?: 'unverified';
  /** What could not be taken as it was while opening. */
  readonly issues: readonly Issue[];
}

/** What the image says of itself; OCI image-spec, config.md. Fields of a wrong type are left out and named in an issue. */
export interface ImageConfig {
  readonly created?: string;
  readonly author?: string;
  readonly user?: string;
  readonly env: readonly string[];
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  readonly workingDirectory?: string;
  readonly exposedPorts: readonly string[];
  readonly volumes: readonly string[];
  readonly labels: ReadonlyMap<string, string>;
  readonly stopSignal?: string;
  readonly hasHealthcheck: boolean;
  readonly history: readonly HistoryEntry[];
  readonly diffIds: readonly Digest[];
}

export interface HistoryEntry {
  readonly created?: string;
  readonly createdBy?: string;
  readonly comment?: string;
  readonly isEmptyLayer: boolean;
}

export interface Layer {
  /** Counted from 0 at the base. */
  readonly index: number;
  /** Of the blob as stored. Absent when the archive does not name it (`docker save`) and for directories. */
  readonly digest?: Digest;
  /** `digest` comes from the image's manifest: it identifies the content. Without a manifest the diffID does. */
  readonly isInManifest?: true;
  /** Of the uncompressed tar, as the configuration states it; not verified where the manifest names the layer. Absent for directories. */
  readonly diffId?: Digest;
  /** This layer and all below it; OCI image-spec, config.md#layer-chainid. */
  readonly chainId?: Digest;
  readonly mediaType?: string;
  /** Bytes as stored, as the descriptor says it. */
  readonly size?: number;
  /** The instruction that made it, from the image's history. */
  readonly createdBy?: string;
  readonly content: LayerContent;
}

export type LayerContent =
  | { readonly kind: 'file'; readonly path: string; readonly offset: number; readonly length: number }
  /** `open` starts at a byte offset, so that a broken transfer goes on where it stopped. */
  | { readonly kind: 'remote'; readonly open: (runtime: Runtime) => AsyncIterable<Uint8Array> }
  /** With `only`, as if that file were alone in it. */
  | { readonly kind: 'directory'; readonly path: string; readonly only?: string }
  /** Read already, because its archive can be read only once from front to back. */
  | {
      readonly kind: 'indexed';
      readonly index: LayerIndex;
      /** The same as bytes that can be kept, where it has no more issues than those. */
      readonly encoded?: Buffer;
    }
  | { readonly kind: 'absent'; readonly issue: Issue };
