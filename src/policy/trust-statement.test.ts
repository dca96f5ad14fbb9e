import { expect, it } from 'vitest';
import { trustStatement } from './trust-statement.ts';

it('says that no trusted signer was given where neither a policy nor an option names one', () => {
  const verdict = { image: 'i', isTrusted: false, action: 'enforce', policy: 'none', trusted: [], attestations: [], refused: [], failures: [], notices: [] } as const;
  expect(trustStatement(verdict)).toEqual({
    text: 'signatures not verified: no trusted signer was given, by a policy or an option',
    isMet: false,
    violatedBy: [],
  });
}); // prettier-ignore
