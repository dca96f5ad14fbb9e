import { expect, it } from 'vitest';
import { type ErrorCode } from '../../model/error-codes.ts';
import { type TrustAction, type TrustVerdict } from '../../model/trust/trust-verdict.ts';
import { verdictExitCode } from './verdict-exit-code.ts';

const verdict = (isTrusted: boolean, action: TrustAction, ...codes: readonly ErrorCode[]): TrustVerdict => ({
  image: 'r.example/app:1',
  isTrusted,
  policy: 'r.example/app',
  action,
  trusted: [],
  attestations: [],
  refused: [],
  failures: codes.map((code) => ({ scheme: 'sigstore', code, message: 'message', hint: 'hint' })),
  notices: [],
});

it.each<[string, TrustVerdict, boolean, number]>([
  ['trusted', verdict(true, 'enforce'), false, 0],
  ['trusted, with a failure beside', verdict(true, 'enforce', 'REGISTRY_UNREACHABLE'), true, 0],
  ['not trusted', verdict(false, 'enforce'), false, 1],
  ['not trusted, which the policy only warns of', verdict(false, 'warn'), false, 0],
  ['not trusted, which the policy only warns of, in a strict run', verdict(false, 'warn'), true, 1],
  ['a lookup that failed', verdict(false, 'enforce', 'REGISTRY_UNREACHABLE'), false, 3],
  ['a policy that cannot be used', verdict(false, 'enforce', 'CONFIG_INVALID'), false, 2],
  ['a policy that cannot be used, and a lookup that failed', verdict(false, 'enforce', 'REGISTRY_UNREACHABLE', 'CONFIG_INVALID'), false, 2],
])('%s', (_, given, isStrict, expected) => {
  expect(verdictExitCode(given, { isStrict })).toBe(expected);
});
