import { expect, it } from 'vitest';
import { addCopy } from './add-copy.ts';
import { decodeTrustPolicy } from './decode-trust-policy.ts';

const copy = { image: 'mirror.example/app', from: 'localhost:5000/org/app' };
const statement = 'images:\n    # ours\n    - match: mirror.example/**\n      sigstore: { identities: { key: k.pub } } # release key\n';

it('adds copies, and none of them twice', () => {
  const first = addCopy(`trust:\n  ${statement}policy: []\n`, 'p.yaml', copy)!;
  expect(first).toBe(`trust:\n  ${statement}  copies:\n    - { image: mirror.example/app, from: localhost:5000/org/app }\npolicy: []\n`);
  const second = addCopy(first, 'p.yaml', { ...copy, from: 'ghcr.io/org/app' })!;
  expect(decodeTrustPolicy(second, 'p.yaml')?.copies).toEqual([
    { image: 'mirror.example/app', from: ['localhost:5000/org/app'] },
    { image: 'mirror.example/app', from: ['ghcr.io/org/app'] },
  ]);
  expect(addCopy(second, 'p.yaml', copy)).toBeUndefined();
});

it.each([
  ['', 'p.yaml has no trust section to record the copy in'],
  ['policy: []\n', 'p.yaml has no trust section to record the copy in'],
  [
    'trust: {images: []}\n',
    'cannot record the copy in p.yaml: its trust section, or copies in it, is in flow style ({…} or […]), or copies is not a list; only a list in block style is edited',
  ],
  [
    'trust:\n  copies: {image: a.io/b, from: c.io/d}\n',
    'cannot record the copy in p.yaml: its trust section, or copies in it, is in flow style ({…} or […]), or copies is not a list; only a list in block style is edited',
  ],
])('does not edit %j, and says what to write', (text, message) => {
  expect(() => addCopy(text, 'p.yaml', copy)).toThrow(
    expect.objectContaining({
      code: 'CONFIG_INVALID',
      message,
      hint: 'write it there yourself: trust: {copies: [{ image: mirror.example/app, from: localhost:5000/org/app }]}',
    }) as Error,
  );
});
