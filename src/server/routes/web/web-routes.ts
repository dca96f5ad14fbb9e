import { z } from 'zod';
import { notFound } from '../../http/problem.ts';
import { RawAnswer, route, type Route } from '../../http/route.ts';
import { readWebFile } from './web-files.ts';

/** Addresses of pages: each is the same document, and the script in it shows the page. */
const pages = [
  '/',
  '/images',
  '/images/{digest}',
  '/bases',
  '/compare',
  '/vulnerabilities/{id}',
  '/packages',
  '/jobs',
  '/advisories',
  '/settings',
  '/settings/{tab}',
];

const documentHeaders = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' };

/** The web UI: files that the build made, the same for everybody. What they show comes from the API. */
export const webRoutes: readonly Route[] = [
  ...pages.map((path) =>
    route({
      method: 'GET',
      path,
      access: 'public',
      summary: `Show the page ${path}`,
      tag: 'web',
      handle: () => Promise.resolve(new RawAnswer(200, documentHeaders, readWebFile('index.html'))),
    }),
  ),
  route({
    method: 'GET',
    path: '/assets/{name}',
    access: 'public',
    summary: 'Read a script or a style of the pages',
    tag: 'web',
    params: z.strictObject({ name: z.string().regex(/^[\w.-]{1,80}\.(?:js|css|svg)$/) }),
    handle: ({ params: { name } }) => {
      const body = readWebFile(name);
      if (body === undefined) throw notFound(`file ${name}`);
      // The name has a hash of the content in it.
      return Promise.resolve(
        new RawAnswer(200, { 'content-type': contentTypeOf(name), 'cache-control': 'public, max-age=31536000, immutable' }, body),
      );
    },
  }),
];

function contentTypeOf(name: string): string {
  if (name.endsWith('.css')) return 'text/css; charset=utf-8';
  return name.endsWith('.svg') ? 'image/svg+xml' : 'text/javascript; charset=utf-8';
}
