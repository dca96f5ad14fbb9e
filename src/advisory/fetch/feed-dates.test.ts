import { describe, expect, it } from 'vitest';
import { type FetchState } from './fetch-checkpoint.ts';
import { asOfDate, feedDatesOf } from './feed-dates.ts';

const files = ['a', 'b', 'c'].map((path) => ({ path, upstream: `https://publisher.example/${path}` }));
const at = (day: number): string => `2026-11-0${day}T00:00:00.000Z`;
const state = (url: string, fetchedAt: string, more: Partial<FetchState> = {}): FetchState => ({
  url,
  bytes: 1,
  sha256: '',
  fetchedAt,
  ...more,
});
const own = (path: string, fetchedAt: string, more: Partial<FetchState> = {}): FetchState =>
  state(`https://publisher.example/${path}`, fetchedAt, more);

describe('feedDatesOf', () => {
  it.each<[string, Record<string, FetchState>, object]>([
    ['knows nothing of what was not fetched', {}, {}],
    ['takes the publisher at the file that was asked for longest ago', { a: own('a', at(3)), b: own('b', at(2)) }, { fetchedAt: at(2), confirmedAt: at(2) }],
    ['takes the time of the last check, since an unchanged file is current', { a: own('a', at(1), { checkedAt: at(5) }), b: own('b', at(4)) }, { fetchedAt: at(4), confirmedAt: at(4) }],
    ['does not take a mirror for the publisher', { a: own('a', at(3)), b: state('https://mirror.example/b', at(3)) }, { fetchedAt: at(3) }],
    [
      'takes the newest Last-Modified, because old files stay as they are',
      { a: state('https://mirror.example/a', at(9), { lastModified: 'Sun, 01 Nov 2026 00:00:00 GMT' }), b: state('https://mirror.example/b', at(9), { lastModified: 'Tue, 03 Nov 2026 00:00:00 GMT' }), c: state('https://mirror.example/c', at(9), { lastModified: 'never' }) },
      { fetchedAt: at(9), modifiedAt: at(3) },
    ],
  ])('%s', (_name, states, expected) => {
    expect(feedDatesOf(files, new Map(Object.entries(states)))).toEqual(expected);
  }); // prettier-ignore
});

describe('asOfDate', () => {
  it.each<[string, Parameters<typeof asOfDate>, string | undefined]>([
    ['nothing is known', [{}, undefined, undefined], undefined],
    ['the publisher confirmed it', [{ confirmedAt: at(5), fetchedAt: at(5), modifiedAt: at(1) }, at(2), at(1)], at(5)],
    ['a mirror says when it changed', [{ fetchedAt: at(9), modifiedAt: at(3) }, undefined, at(1)], at(3)],
    ['the feed states a later date', [{ fetchedAt: at(9), modifiedAt: at(3) }, at(4), at(1)], at(4)],
    ['the feed states a date, in a folder', [{}, at(4), undefined], at(4)],
    ['a mirror says nothing, and records have dates', [{ fetchedAt: at(9) }, undefined, at(1)], undefined],
    ['a mirror says nothing, and neither do records', [{ fetchedAt: at(9) }, undefined, undefined], at(9)],
  ])('%s', (_name, given, expected) => {
    expect(asOfDate(...given)).toBe(expected);
  });
});
