/** What the policy makes of a report. */
export interface Decision {
  /** `not-asked` when no gate was given. */
  readonly verdict: 'pass' | 'fail' | 'not-asked';
  /** What was judged: `--verify` judges signatures, also where no gate judges findings. */
  readonly judged?: readonly ('signatures' | 'findings')[];
  /** The statements of the policy and what each counted. */
  readonly statements: readonly PolicyStatement[];
  /** Of model/exit-codes.ts, or the number that the user chose for a failed policy. */
  readonly exitCode: number;
}

export interface PolicyStatement {
  /** What is so, whether met or not: `37 findings of severity critical or high`, `no findings of severity critical or high`. */
  readonly text: string;
  readonly isMet: boolean;
  /** It is met, and its reader should know of something all the same. */
  readonly isWarning?: boolean;
  /** Fingerprints of the findings that it counts. */
  readonly violatedBy: readonly string[];
  /** Of a statement in `pratique.yaml`: its name, and its file and line. */
  readonly name?: string;
  readonly origin?: string;
}
