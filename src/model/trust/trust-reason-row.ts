/** One reason for not believing something; the closed lists are in the files beside this one. */
export interface TrustReasonRow {
  /** One line for the reference page. */
  readonly title: string;
  /** Where that is written: specification and section. */
  readonly rule: string;
  /** What to do about it, in the imperative. */
  readonly hint: string;
}
