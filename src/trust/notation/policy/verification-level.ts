/** What is checked of a signature apart from its integrity; trust-store-trust-policy.md, signature verification details. */
export type NotationCheck = 'authenticity' | 'authenticTimestamp' | 'expiry' | 'revocation';

/** `log`: a failure is reported and does not refuse. `skip` is for revocation only. */
export type CheckAction = 'enforce' | 'log' | 'skip';

export type LevelName = 'strict' | 'permissive' | 'audit' | 'skip';

export type CheckActions = Readonly<Record<NotationCheck, CheckAction>>;

/** Integrity is enforced at every level but `skip`, which verifies nothing. */
export const levelActions: Readonly<Record<LevelName, CheckActions>> = {
  strict: { authenticity: 'enforce', authenticTimestamp: 'enforce', expiry: 'enforce', revocation: 'enforce' },
  permissive: { authenticity: 'enforce', authenticTimestamp: 'log', expiry: 'log', revocation: 'log' },
  audit: { authenticity: 'log', authenticTimestamp: 'log', expiry: 'log', revocation: 'log' },
  skip: { authenticity: 'skip', authenticTimestamp: 'skip', expiry: 'skip', revocation: 'skip' },
};

/** Custom verification level: what each check may be overridden with. */
export const allowedOverrides: Readonly<Record<NotationCheck, readonly CheckAction[]>> = {
  authenticity: ['enforce', 'log'],
  authenticTimestamp: ['enforce', 'log'],
  expiry: ['enforce', 'log'],
  revocation: ['enforce', 'log', 'skip'],
};
