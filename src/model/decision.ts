/** What the policy makes of a report. */
export interface Decision {
  /** `not-asked` when no gate was given. */
  readonly verdict: 'pass' | 'fail' | 'not-asked';
  /** The statements of the policy and what each counted. */
  readonly statements: readonly Statement[];
  /** 0, 1 (or the number the user chose) or 4; see docs/reference/cli.md. */
  readonly exitCode: number;
}

export interface Statement {
  /** As a reader would say it: `no finding of severity critical or high in lane fix now`. */
  readonly text: string;
  readonly isMet: boolean;
  /** Fingerprints of the findings that broke it. */
  readonly violatedBy: readonly string[];
}
