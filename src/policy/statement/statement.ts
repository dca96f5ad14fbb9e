/** One condition of the `policy` section. */
export interface Statement {
  readonly name: string;
  /** File and line. */
  readonly origin: string;
  /** `deny` is asked about each finding that gates, `require` about the report. */
  readonly kind: 'deny' | 'require';
  readonly expression: string;
  readonly effect: 'fail' | 'warn';
  readonly message?: string;
  /** Evaluates; throws PolicyFault where the expression cannot answer. */
  readonly evaluate: (facts: StatementFacts) => boolean;
  /** Facts of a finding that it asks for, such as `package.name`; absent where that is not known. */
  readonly facts?: readonly string[];
}

/** Values by name, as facts-schema.ts describes them. Whole numbers are bigint, as CEL has them. */
export interface StatementFacts {
  /** With the facts of its package under `package`. */
  readonly finding?: Facts & { readonly package: Facts };
  readonly report: Facts;
}
export interface Facts {
  readonly [name: string]: FactValue | Facts;
}
export type FactValue = string | number | bigint | boolean | readonly string[] | Readonly<Record<string, string>>;

/** A case of the `policy-tests` section. */
export interface PolicyTest {
  readonly name: string;
  readonly origin: string;
  readonly facts: StatementFacts;
  /** Names of the statements that are violated; all others hold. */
  readonly violates: readonly string[];
}
