/** Bounds on servers that are slow, silent or hostile. `model/limits.ts` has the values that programs use. */
export interface HttpLimits {
  readonly connectTimeoutMs: number;
  /** From the request, connection included, to the end of the header fields, of a server that has not answered yet; as `headersTimeoutMs` when absent. */
  readonly firstAnswerTimeoutMs?: number;
  /** The same of a server that has answered before. */
  readonly headersTimeoutMs: number;
  /** Without a byte of the body. */
  readonly idleTimeoutMs: number;
  /** Fewer bytes than this, over a window of waiting, count as a stall. */
  readonly minimumBytesPerSecond: number;
  readonly minimumRateWindowMs: number;
  /** After this much waiting for one body that is read whole, all attempts together, fewer bytes than `documentBytesPerSecond` end the request; no such bound when absent. */
  readonly documentGraceMs?: number;
  readonly documentBytesPerSecond?: number;
  /** All header fields of one answer. */
  readonly headerBytes: number;
  /** Kept of the body of an answer with an error status. */
  readonly errorBodyBytes: number;
  readonly redirects: number;
  /** Of one request, the first included. */
  readonly attempts: number;
  /** Before the second attempt; doubles from there on. */
  readonly backoffMs: number;
  /** The longest wait that a server may ask for, all attempts of a request together. */
  readonly retryAfterMs: number;
  /** How often one download may go on after a break. */
  readonly resumes: number;
}

/** What the stages' `Runtime` has and HTTP needs. */
export interface HttpRuntime {
  readonly signal: AbortSignal;
  readonly now: () => Date;
  /** Called for each wait before another attempt. */
  readonly log?: { info(message: string, fields?: Readonly<Record<string, unknown>>): void };
}
