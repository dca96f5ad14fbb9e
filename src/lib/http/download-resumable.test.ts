import { expect, it } from 'vitest';
import { downloadResumable, type DownloadOptions, parseContentRange } from './download-resumable.ts';
import { type HttpResponse } from './http-client.ts';
import { HttpError } from './http-error.ts';
import { type HttpLimits } from './http-limits.ts';

const limits: HttpLimits = {
  connectTimeoutMs: 100,
  headersTimeoutMs: 100,
  idleTimeoutMs: 100,
  minimumBytesPerSecond: 1,
  minimumRateWindowMs: 1_000,
  headerBytes: 1_000,
  errorBodyBytes: 1_000,
  redirects: 1,
  attempts: 3,
  backoffMs: 0,
  retryAfterMs: 0,
  resumes: 20,
};
const runtime = { signal: new AbortController().signal, now: () => new Date(0) };

interface Part {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly text: string;
  /** How it ends; well when absent. */
  readonly end?: HttpError;
}

const broken = new HttpError('broken', 'registry.example', 'reset');

async function download(
  parts: readonly Part[],
  options: Partial<DownloadOptions> = {},
): Promise<{ text: string; offsets: readonly number[] }> {
  const offsets: number[] = [];
  const queue = [...parts];
  const open = (offset: number): Promise<HttpResponse> => {
    offsets.push(offset);
    const { status = 200, headers = {}, text, end } = queue.length > 1 ? queue.shift()! : queue[0]!;
    async function* body(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(Buffer.from(text));
      if (end !== undefined) throw end;
    }
    return Promise.resolve({
      url: new URL('http://feed.example/'),
      status,
      headers: new Map(Object.entries(headers)),
      body: body(),
      discard: () => undefined,
    });
  };
  let text = '';
  for await (const chunk of downloadResumable(open, { limits, ...options }, runtime)) text += Buffer.from(chunk).toString();
  return { text, offsets };
}

const rest = { status: 206, headers: { 'content-range': 'bytes 3-5/6' }, text: 'def' };

it.each<[string, readonly Part[], Partial<DownloadOptions>, { text: string; offsets: number[] }]>([
  ['one whole answer', [{ text: 'abcdef' }], {}, { text: 'abcdef', offsets: [0] }],
  ['a break, then the rest', [{ text: 'abc', end: broken }, rest], { size: 6 }, { text: 'abcdef', offsets: [0, 3] }],
  ['an early end, then the rest', [{ text: 'abc' }, rest], { size: 6 }, { text: 'abcdef', offsets: [0, 3] }],
  ['a length from the first answer', [{ text: 'abc', headers: { 'content-length': '6' } }, rest], {}, { text: 'abcdef', offsets: [0, 3] }],
  ['everything again', [{ text: 'abc', end: broken }, { text: 'abcdef' }], { size: 6 }, { text: 'abcdef', offsets: [0, 3] }],
  [
    'another range, then everything',
    [{ text: 'abc', end: broken }, { ...rest, headers: { 'content-range': 'bytes 2-5/6' } }, { text: 'abcdef' }],
    { size: 6 },
    { text: 'abcdef', offsets: [0, 3, 0] },
  ],
  ['a break after the last byte', [{ text: 'abcdef', end: broken }], { size: 6 }, { text: 'abcdef', offsets: [0] }],
  ['one byte more than the size', [{ text: 'abcdefghi' }], { size: 6 }, { text: 'abcdefg', offsets: [0] }],
  ['nothing', [{ text: '' }], { size: 0 }, { text: '', offsets: [0] }],
])('delivers each byte once: %s', async (_, parts, options, expected) => {
  expect(await download(parts, options)).toEqual(expected);
});

it.each<[string, readonly Part[], Partial<DownloadOptions>, string]>([
  ['breaks that bring nothing', [{ text: '', end: broken }], { size: 6 }, 'broken'],
  [
    'a resource that changed',
    [
      { text: 'abc', headers: { etag: '"1"' }, end: broken },
      { text: 'uvwxyz', headers: { etag: '"2"' } },
    ],
    {},
    'changed',
  ],
  [
    'a resource of another length',
    [
      { text: 'abc', headers: { 'content-length': '6' }, end: broken },
      { text: 'uvwxyz!', headers: { 'content-length': '7' } },
    ],
    {},
    'changed',
  ],
  ['a failure that will not pass', [{ text: 'a', end: new HttpError('tls', 'registry.example', 'expired') }], { size: 6 }, 'tls'],
  ['one byte a time for ever', [{ text: 'a', headers: { 'content-range': 'bytes 0-9/*' }, end: broken }], { size: 1_000 }, 'broken'],
])('fails at %s', async (_, parts, options, kind) => {
  await expect(download(parts, options)).rejects.toMatchObject({ kind });
});

it('accepts different validators of mirrors if content is identified by its digest', async () => {
  const parts = [
    { text: 'abc', headers: { etag: '"1"' }, end: broken },
    { ...rest, headers: { ...rest.headers, etag: '"2"' } },
  ];
  expect((await download(parts, { size: 6, isImmutable: true })).text).toBe('abcdef');
});

it.each<[string | undefined, object | undefined]>([
  ['bytes 5-9/10', { start: 5, end: 9, total: 10 }],
  ['bytes 5-9/*', { start: 5, end: 9 }],
  ['bytes */10', undefined],
  ['bytes 5-9', undefined],
  ['items 5-9/10', undefined],
  [`bytes 5-9/${'9'.repeat(30)}`, undefined],
  [undefined, undefined],
])('Content-Range: %s', (value, expected) => {
  expect(parseContentRange(value)).toEqual(expected);
});
