import { basename, dirname } from 'node:path';
import { emptyImageConfig } from '../../model/empty-image-config.ts';
import { type Image, type OpenOptions } from '../../model/image.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { openedImage } from './opened-image.ts';
import { requirePath } from './require-path.ts';

/**
 * One layer and no configuration. The platform is the requested one, since nothing states it. `accepts` is `path` where a single file counts as a
 * directory that has nothing else.
 */
export async function openDirectory(
  target: string,
  scheme: string,
  accepts: 'path' | 'directory',
  options: OpenOptions,
): Promise<readonly Image[]> {
  const { path, name, kind, selector } = await requirePath(target, scheme, accepts);
  if (selector !== undefined) throw new PratiqueError('TARGET_NOT_FOUND', `${name} is a ${kind}, which has no ${selector}`);
  const platform = options.platform === 'all' ? { os: 'unknown', architecture: 'unknown' } : options.platform;
  return [
    openedImage({
      name,
      scheme,
      platform,
      config: emptyImageConfig,
      layers: [
        { index: 0, content: { kind: 'directory', ...(kind === 'file' ? { path: dirname(path), only: basename(path) } : { path }) } },
      ],
      issues: [],
    }),
  ];
}
