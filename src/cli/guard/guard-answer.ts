/** What the guard makes of one request. */
export interface GuardAnswer {
  readonly isAllowed: boolean;
  /** Why not; or, of a container that passes, what the log must say: suppressions, the label that broke the glass, an error that was let pass. */
  readonly reasons: readonly string[];
  /** The image or container that it is about. */
  readonly subject?: string;
  readonly isBreakGlass?: boolean;
  /** File with the whole report of a scan that refuses. */
  readonly report?: string;
}

export const passed: GuardAnswer = { isAllowed: true, reasons: [] };
