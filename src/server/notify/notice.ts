/** What receivers are told: the same members whatever happened and whatever caused it; those that do not apply are absent. */
export interface Notice {
  /** The same when it is sent again. */
  readonly id: string;
  readonly event: EventKind;
  readonly at: string;
  readonly project: string;
  /** `advisories`, `push`, `person`, `watch`, `sweep`. */
  readonly trigger: string;
  readonly title: string;
  readonly image?: {
    readonly name: string;
    readonly digest: string;
    readonly platform?: string;
    readonly tags: readonly string[];
    readonly counts: Readonly<Record<string, number>>;
  };
  readonly statements?: readonly string[];
  readonly findings: readonly {
    readonly id: string;
    readonly severity: string;
    readonly package: string;
    readonly version?: string;
    readonly fixedVersion?: string;
    readonly isExploited: boolean;
  }[];
  /** Images that have the finding. */
  readonly images?: number;
  readonly link?: string;
}

export const eventKinds = ['finding-introduced', 'policy-broken', 'policy-met', 'scan-failed'] as const;
export type EventKind = (typeof eventKinds)[number];
