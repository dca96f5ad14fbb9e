import { expect, it } from 'vitest';
import { chooseChallenge, formatChallenge, parseChallenges } from './challenge.ts';

const limits = { challengeBytes: 16 * 1_024, challenges: 16 };

function read(field: string): readonly unknown[] {
  return parseChallenges(field, limits).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)]);
}

it.each<[string, unknown[]]>([
  [
    'Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:library/alpine:pull"',
    [['bearer', { realm: 'https://auth.docker.io/token', service: 'registry.docker.io', scope: 'repository:library/alpine:pull' }]],
  ],
  ['Basic realm="Registry Realm"', [['basic', { realm: 'Registry Realm' }]]],
  ['Basic', [['basic', {}]]],
  ['BASIC Realm = "a, b=c", charset=UTF-8', [['basic', { realm: 'a, b=c', charset: 'UTF-8' }]]],
  ['Bearer realm="say \\"hi\\" \\\\"', [['bearer', { realm: 'say "hi" \\' }]]],
  [
    'Negotiate, NTLM, Basic realm=x',
    [
      ['negotiate', {}],
      ['ntlm', {}],
      ['basic', { realm: 'x' }],
    ],
  ],
  [
    'Basic realm="a", Bearer realm="b", scope="c"',
    [
      ['basic', { realm: 'a' }],
      ['bearer', { realm: 'b', scope: 'c' }],
    ],
  ],
  ['Bearer realm=https://auth.example/token,service=s', [['bearer', { realm: 'https://auth.example/token', service: 's' }]]],
  [' , ,Basic realm="a",, ', [['basic', { realm: 'a' }]]],
  [
    'Bearer __proto__="x",constructor="y"',
    [
      [
        'bearer',
        Object.fromEntries([
          ['__proto__', 'x'],
          ['constructor', 'y'],
        ]),
      ],
    ],
  ],
  ['', []],
])('%s', (field, expected) => {
  expect(read(field)).toEqual(expected);
});

it.each([
  ['an unbalanced quote', 'Basic realm="a'],
  ['an escape at the end', 'Basic realm="a\\'],
  ['a parameter twice', 'Bearer realm="a", realm="b"'],
  ['a parameter twice in another case', 'Bearer realm="a", Realm="b"'],
  ['a stray quote', 'Basic "a"'],
  ['a stray bracket', 'Basic realm="a", <b>'],
  ['more bytes than its bound', `Basic realm="${'a'.repeat(limits.challengeBytes)}"`],
  [
    'more challenges than their bound',
    Array(limits.challenges + 1)
      .fill('Basic realm="a"')
      .join(', '),
  ],
])('refuses %s [205]', (_, field) => {
  expect(() => parseChallenges(field, limits)).toThrow(expect.objectContaining({ code: 'REGISTRY_PROTOCOL' }));
});

it('accepts a field just under its bounds [205]', () => {
  expect(read(Array(limits.challenges).fill('Basic realm="a"').join(', '))).toHaveLength(limits.challenges);
  const realm = 'a'.repeat(limits.challengeBytes - 'Basic realm=""'.length);
  expect(read(`Basic realm="${realm}"`)).toEqual([['basic', { realm }]]);
});

it.each([
  ['Basic realm="a", Bearer realm="b", Bearer realm="c"', 'Bearer realm="b"'],
  ['Bearer realm="b", Basic realm="a"', 'Bearer realm="b"'],
  ['Negotiate, Basic realm="a", Basic realm="z"', 'Basic realm="a"'],
  ['Negotiate', undefined],
])('of %s it chooses %s [205]', (field, expected) => {
  const chosen = chooseChallenge(parseChallenges(field, limits));
  expect(chosen === undefined ? undefined : formatChallenge(chosen)).toBe(expected);
});
