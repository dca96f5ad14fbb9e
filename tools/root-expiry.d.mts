export interface RootExpiry {
  readonly status: 'ok' | 'warn' | 'fail';
  readonly message: string;
}

export declare function judgeRootExpiry(expiresAt: Date, now: Date): RootExpiry;
/** The expiry that built-in-root.ts states; an invalid date when it states none. */
export declare function readRootExpiry(source: string): Date;
