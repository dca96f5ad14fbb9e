import { expect, it } from 'vitest';
import { nextPage } from './next-page.ts';

const page = new URL('https://r.example/v2/a/tags/list?n=2');

it.each([
  ['</v2/a/tags/list?n=2&last=b>; rel="next"', 'https://r.example/v2/a/tags/list?n=2&last=b'],
  ['<?n=2&last=b>; rel=next', 'https://r.example/v2/a/tags/list?n=2&last=b'],
  ['<https://r.example/v2/x>; rel="next"', 'https://r.example/v2/x'],
  ['<http://r.example/v2/x>; rel="next"', 'https://r.example/v2/x'],
  ['</v2/y>; rel="prev", </v2/x>; title="t"; rel="next"', 'https://r.example/v2/x'],
])('%s', (link, expected) => {
  expect(nextPage(link, page)?.href).toBe(expected);
});

it.each([undefined, '', '</v2/x>; rel="prev"', '/v2/x; rel="next"', '<>; rel="next"'])('there is none in %s', (link) => {
  expect(nextPage(link, page)).toBeUndefined();
});

it.each([
  '<https://evil.example/v2/x>; rel="next"',
  '<https://r.example:8443/>; rel="next"',
  '<https://u:p@r.example/>; rel="next"',
  '<http://[>; rel="next"',
])('refuses %s', (link) => {
  expect(() => nextPage(link, page)).toThrow(expect.objectContaining({ code: 'REGISTRY_PROTOCOL' }));
});
