import { describe, expect, it } from 'vitest';
import { contentTrustSettings } from './content-trust-settings.ts';

it.each<[string | undefined, boolean]>([
  ['1', true],
  ['true', true],
  ['yes', true],
  ['no', true],
  ['0', false],
  ['False', false],
  ['fALSE', true],
  ['', false],
  [undefined, false],
])('DOCKER_CONTENT_TRUST=%s is %s [307]', (value, expected) => {
  expect(contentTrustSettings({ DOCKER_CONTENT_TRUST: value }).isEnabled).toBe(expected);
});

describe('passphraseFor', () => {
  const docker = { DOCKER_CONTENT_TRUST_ROOT_PASSPHRASE: 'dr', DOCKER_CONTENT_TRUST_REPOSITORY_PASSPHRASE: 'dt' };
  const notary = {
    NOTARY_ROOT_PASSPHRASE: 'nr',
    NOTARY_TARGETS_PASSPHRASE: 'nt',
    NOTARY_SNAPSHOT_PASSPHRASE: 'ns',
    NOTARY_DELEGATION_PASSPHRASE: 'nd',
  };
  it.each([
    [docker, ['dr', 'dt', 'dt', 'dt']],
    [notary, ['nr', 'nt', 'ns', 'nd']],
    [{ ...notary, ...docker }, ['dr', 'dt', 'dt', 'dt']],
    [{ ...notary, DOCKER_CONTENT_TRUST_ROOT_PASSPHRASE: 'dr' }, ['dr', 'nt', 'ns', 'nd']],
    [{ DOCKER_CONTENT_TRUST_REPOSITORY_PASSPHRASE: 'dt' }, [undefined, 'dt', 'dt', 'dt']],
    [{ DOCKER_CONTENT_TRUST_ROOT_PASSPHRASE: '' }, [undefined, undefined, undefined, undefined]],
  ])('%j', (environment, expected) => {
    const { passphraseFor } = contentTrustSettings(environment);
    expect(['root', 'targets', 'snapshot', 'alice'].map(passphraseFor)).toEqual(expected);
  });
});

it.each([
  [Buffer.from('user:pass:word').toString('base64'), { username: 'user', password: 'pass:word' }],
  ['nonsense', undefined],
  ['', undefined],
])('NOTARY_AUTH %j', (value, expected) => {
  expect(contentTrustSettings({ NOTARY_AUTH: value }).credentials).toEqual(expected);
});
