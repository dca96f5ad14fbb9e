import { type Issue } from '../../model/issue.ts';

/** Who can reach whom, whether a Compose file, Kubernetes manifests or a running host says it. */
export interface NetworkView {
  /** The file or the host. */
  readonly subject: string;
  readonly source: 'compose' | 'kubernetes' | 'host';
  readonly segments: readonly NetworkSegment[];
  readonly members: readonly NetworkMember[];
  /** Each pair of ends once, with every way between them. */
  readonly reaches: readonly Reach[];
  /** What could not be read, so that somebody may reach more than is shown. */
  readonly issues: readonly Issue[];
}

/** A network that containers are attached to. Kubernetes has one for all pods. */
export interface NetworkSegment {
  readonly name: string;
  /** `bridge` where nothing else is known. */
  readonly driver: string;
  /** Without a way out, and without published ports. */
  readonly isInternal: boolean;
  /** Made elsewhere: containers that are not in the file may be attached to it. */
  readonly isExternal: boolean;
  /** Overlay networks: whether traffic between nodes is encrypted. */
  readonly isEncrypted?: boolean;
  /** Containers on it do not reach each other (`enable_icc=false`), but for links. */
  readonly isIsolating: boolean;
  /** Swarm: containers outside of services may be attached to it. */
  readonly isAttachable: boolean;
}

/** A service, a container or a workload. */
export interface NetworkMember {
  readonly name: string;
  readonly segments: readonly string[];
  /** Uses the network of the host itself. */
  readonly isOnHost: boolean;
  /** Uses the network of another member. */
  readonly sharedWith?: string;
  readonly published: readonly Publication[];
  /** Others that its file calls by another name or by `links`, although they share a network by itself. */
  readonly links: readonly string[];
}

/** A port of a member that is open on the host. */
export interface Publication {
  /** `8080`, `8080-8090`; absent: any free port. */
  readonly hostPort?: string;
  /** Absent: all interfaces. */
  readonly address?: string;
  /** `80/tcp`; absent where it is not known. */
  readonly port?: string;
}

/** The ends of a connection that are no members: other machines, and the host itself. Neither can be the name of a service or a container. */
export const outside = '(outside)';
export const hostItself = '(host)';

export interface Reach {
  readonly from: string;
  readonly to: string;
  readonly ways: readonly Way[];
}

/** One way between two ends. */
export interface Way {
  /** As a person reads it after "through": `network back`, `published port 8080`, `the host’s network`. */
  readonly through: string;
  /** `80/tcp`; empty: every port. */
  readonly ports: readonly string[];
}

/** Whether an address is one that other machines do not reach. */
export function isLoopback(address: string | undefined): boolean {
  return address !== undefined && /^(?:127\.|\[?::1\]?$|localhost$)/.test(address);
}
