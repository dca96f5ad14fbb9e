import { describe, expect, it } from 'vitest';
import { decodeImageConfig } from './image-config.ts';

const diffId = `sha256:${'a'.repeat(64)}`;
const minimal = { os: 'linux', architecture: 'amd64', rootfs: { type: 'layers', diff_ids: [diffId] } };
const empty = {
  env: [],
  entrypoint: [],
  cmd: [],
  exposedPorts: [],
  volumes: [],
  labels: new Map<string, string>(),
  hasHealthcheck: false,
  history: [],
  diffIds: [diffId],
};

function decode(document: unknown): ReturnType<typeof decodeImageConfig> {
  return decodeImageConfig(Buffer.from(JSON.stringify(document)), 'c');
}

describe('decodeImageConfig', () => {
  it('reads every field', () => {
    const decoded = decode({
      ...minimal,
      variant: 'v8',
      'os.version': '10',
      created: '2024-01-01T00:00:00Z',
      author: 'a',
      config: {
        User: '1000:1000',
        Env: ['A=b'],
        Entrypoint: ['/e'],
        Cmd: ['c'],
        WorkingDir: '/w',
        ExposedPorts: { '80/tcp': {} },
        Volumes: { '/v': {} },
        Labels: { l: 'm' },
        StopSignal: 'SIGINT',
        Healthcheck: { Test: ['CMD', 'true'] },
      },
      history: [
        { created: '2024-01-01T00:00:00Z', created_by: 'ADD', comment: 'c' },
        { created_by: 'ENV', empty_layer: true },
      ],
    });
    expect(decoded).toEqual({
      platform: { os: 'linux', architecture: 'amd64', variant: 'v8', osVersion: '10' },
      issues: [],
      config: {
        created: '2024-01-01T00:00:00Z',
        author: 'a',
        user: '1000:1000',
        workingDirectory: '/w',
        stopSignal: 'SIGINT',
        env: ['A=b'],
        entrypoint: ['/e'],
        cmd: ['c'],
        exposedPorts: ['80/tcp'],
        volumes: ['/v'],
        labels: new Map([['l', 'm']]),
        hasHealthcheck: true,
        history: [
          { created: '2024-01-01T00:00:00Z', createdBy: 'ADD', comment: 'c', isEmptyLayer: false },
          { createdBy: 'ENV', isEmptyLayer: true },
        ],
        diffIds: [diffId],
      },
    });
  });

  it.each<[readonly string[], string]>([
    [['A=b', 'C', 'D=', '=e', ''], 'c: config: Env[1], Env[3], Env[4]: not NAME=value'],
    [Array<string>(7).fill('secret'), 'c: config: Env[0], Env[1], Env[2], Env[3], Env[4] and 2 more: not NAME=value'],
  ])('keeps the environment %j and reports what is not NAME=value', (Env, message) => {
    const config = { os: 'linux', architecture: 'amd64', rootfs: { type: 'layers', diff_ids: [] }, config: { Env } };
    const decoded = decodeImageConfig(Buffer.from(JSON.stringify(config)), 'c');
    expect([decoded.config.env, decoded.issues.map((issue) => issue.message)]).toEqual([Env, [message]]);
  });

  it.each<[object, string]>([
    [{ config: { Env: [7353] } }, 'c: config: Env[0] is 7353, not a string'],
    [{ config: { Labels: [] } }, 'c: config: Labels is an array, not an object'],
    [{ config: { Cmd: {} } }, 'c: config: Cmd is an object, not an array'],
    [{ config: { Entrypoint: '/bin/sh' } }, 'c: config: Entrypoint is "/bin/sh", not an array'],
    [{ config: { Volumes: ['/v'] } }, 'c: config: Volumes is an array, not an object'],
    [{ config: { Healthcheck: { Test: 'x' } } }, 'c: config: Healthcheck.Test is "x", not an array'],
    [{ config: [] }, 'c: config is an array, not an object'],
    [{ history: 'x' }, 'c: history is "x", not an array'],
    [{ history: [{ empty_layer: 'yes' }] }, 'c: history[0].empty_layer is "yes", not true or false'],
    [{ created: 12 }, 'c: created is 12, not a string'],
    [{ variant: 123 }, 'c: variant is 123, not a string'],
  ])('leaves out %j', (change, message) => {
    expect(decode({ ...minimal, ...change })).toEqual({
      platform: { os: 'linux', architecture: 'amd64' },
      config: empty,
      issues: [{ code: 'IMAGE_DOCUMENT', severity: 'warning', origin: 'image-document', message }],
    });
  });

  it.each<[string, object, string]>([
    ['os of a wrong type', { os: 123 }, 'c: os is 123, not a string'],
    ['no architecture', { architecture: undefined }, 'c: architecture is missing'],
    ['no rootfs', { rootfs: undefined }, 'c: rootfs is missing'],
    ['another rootfs', { rootfs: { type: 'x', diff_ids: [diffId] } }, 'c: rootfs: type is "x", not "layers"'],
    [
      'a diffID that is none',
      { rootfs: { type: 'layers', diff_ids: [diffId, 'sha256:x'] } },
      'c: rootfs: diff_ids[1] is not a sha256 or sha512 digest',
    ],
  ])('notes %s', (_name, change, message) => {
    expect(decode({ ...minimal, ...change }).issues.map((issue) => issue.message)).toEqual([message]);
  });

  it.each([null, undefined])('accepts history and config that are %s', (value) => {
    expect(decode({ ...minimal, history: value, config: value })).toEqual({
      platform: { os: 'linux', architecture: 'amd64' },
      config: empty,
      issues: [],
    });
  });

  it('treats a disabled health check as none', () => {
    expect(decode({ ...minimal, config: { Healthcheck: { Test: ['NONE'] } } }).config.hasHealthcheck).toBe(false);
  });

  it('keeps labels named like members of Object, and cuts more than 10,000 [81]', () => {
    const text = `{"os":"linux","architecture":"amd64","rootfs":{"type":"layers"},"config":{"Labels":{"__proto__":"p","constructor":"c","toString":"t"}}}`;
    expect([...decodeImageConfig(Buffer.from(text), 'c').config.labels]).toEqual([
      ['__proto__', 'p'],
      ['constructor', 'c'],
      ['toString', 't'],
    ]);
    const many = (count: number): object => ({
      ...minimal,
      config: { Labels: Object.fromEntries(Array.from({ length: count }, (_, i) => [`l${i}`, ''])) },
    });
    expect(decode(many(10_000)).issues).toEqual([]);
    const cut = decode(many(10_001));
    expect(cut.config.labels.size).toBe(10_000);
    expect(cut.issues.map((issue) => issue.message)).toEqual(['c: 10001 labels; the first 10000 are kept']);
  });

  it('keeps hostile text and impossible dates as data [82, 83]', () => {
    const author = '<script>\u001b[2J'.padEnd(1_000_000, 'x');
    const { config } = decode({ ...minimal, author, created: '0000-00-00' });
    expect({ author: config.author, created: config.created }).toEqual({ author, created: '0000-00-00' });
  });

  it.each([
    ['not JSON', 'invalid JSON', 'DOCUMENT_INVALID'],
    ['an array', '[]', 'DOCUMENT_INVALID'],
    ['five million brackets [79]', '['.repeat(4_000_000), 'DOCUMENT_TOO_LARGE'],
    ['more than 4 MiB [79]', ' '.repeat(4_194_305), 'DOCUMENT_TOO_LARGE'],
    ['65 deep', '{"config":'.repeat(65), 'DOCUMENT_TOO_LARGE'],
  ])('refuses %s', (_name, text, code) => {
    expect(() => decodeImageConfig(Buffer.from(text), 'c')).toThrow(expect.objectContaining({ code }));
  });

  it('accepts 64 deep', () => {
    const text = `{"x":${'['.repeat(63)}${']'.repeat(63)},"os":"linux","architecture":"amd64","rootfs":{"type":"layers","diff_ids":["${diffId}"]}}`;
    expect(decodeImageConfig(Buffer.from(text), 'c').issues).toEqual([]);
  });
});
