import { type Severity } from './severity.ts';

/** Something that happened or was found, as monitoring takes it; formats are in `report/event/`. */
export interface SecurityEvent {
  /** The same for the same event, also when it is sent again: receivers drop doubles by it. */
  readonly id: string;
  readonly time: Date;
  /** `activity`: something was done. `detection`: something that should not be. `compliance`: a check of a benchmark. `vulnerability`: a known flaw. */
  readonly kind: 'activity' | 'detection' | 'compliance' | 'vulnerability';
  /** What it is, in words that do not change: `container.start`, `drift-program`, `5.32`, `CVE-2021-44906`. */
  readonly name: string;
  readonly title: string;
  /** One sentence. */
  readonly message: string;
  readonly severity: Severity | 'informational';
  /** Of an activity whether it worked; of a check whether it passed. */
  readonly outcome?: 'success' | 'failure' | 'unknown';
  /** The machine or the engine. */
  readonly host: string;
  readonly container?: EventContainer;
  /** An image, a host or a file, where it is about no container. */
  readonly target?: string;
  readonly flaw?: EventFlaw;
  /** Of a check: the benchmark. */
  readonly standard?: string;
  readonly remedy?: string;
  /** A path in the container or image. */
  readonly path?: string;
  /** What else the engine says: short texts. */
  readonly attributes: ReadonlyMap<string, string>;
}

export interface EventContainer {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly imageId?: string;
}

export interface EventFlaw {
  readonly id: string;
  readonly packageName: string;
  readonly version: string;
  readonly purl: string;
  readonly fixedVersion?: string;
  readonly isExploited: boolean;
}
