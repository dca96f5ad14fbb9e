import { z } from 'zod';
import { notFound } from '../../http/problem.ts';
import { type RawAnswer, route } from '../../http/route.ts';
import { type ContainedPackage } from '../../queries/image-contents.ts';
import { digest } from '../../schema/page.ts';
import { anchoreApi, jsonAnswer, tag } from './anchore-api.ts';
import { contentType, packageType } from './package-types.ts';
import { requireAnalyzed } from './require-analyzed.ts';

const shared = { method: 'GET', access: 'viewer', tag, peer: anchoreApi } as const;

export const listContentTypes = route({
  ...shared,
  path: '/v1/images/{digest}/content',
  summary: 'List kinds of packages (Anchore)',
  params: z.object({ digest }),
  handle: async ({ params, caller }, { db }): Promise<RawAnswer> => {
    const { packages } = await requireAnalyzed(db, caller.projects, params.digest);
    return jsonAnswer([...new Set(['os', ...packages.map(({ content }) => contentType(content))])].sort());
  },
});

export const listContent = route({
  ...shared,
  path: '/v1/images/{digest}/content/{kind}',
  summary: 'List packages of one kind (Anchore)',
  params: z.object({ digest, kind: z.string().regex(/^[a-z0-9-]{1,50}$/) }),
  handle: async ({ params: { digest: image, kind }, caller }, { db }): Promise<RawAnswer> => {
    const { packages } = await requireAnalyzed(db, caller.projects, image);
    if (['files', 'malware', 'manifest', 'dockerfile', 'docker_history'].includes(kind)) throw notFound(`content of the kind ${kind}`);
    return jsonAnswer({
      imageDigest: image,
      content_type: kind,
      content: packages.filter(({ content }) => contentType(content) === kind).map((each) => present(each)),
    });
  },
});

function present({ content, paths }: ContainedPackage): object {
  const { name, version = 'Unknown', licenses, supplier = 'Unknown' } = content;
  const isOfSystem = contentType(content) === 'os';
  const shown = { package: name, version, type: packageType(content).toUpperCase(), origin: supplier };
  return {
    ...shown,
    license: licenses.join(' '),
    licenses,
    location: isOfSystem ? 'pkgdb' : `/${paths[0] ?? ''}`,
    ...(contentType(content) === 'java'
      ? { 'specification-version': 'N/A', 'implementation-version': version, 'maven-version': version }
      : {}),
  };
}
