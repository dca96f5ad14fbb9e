import { emptyImageConfig } from '../../model/empty-image-config.ts';
import { type Image, type OpenOptions } from '../../model/image.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { openedImage } from './opened-image.ts';
import { requirePath } from './require-path.ts';

/** One layer and no configuration. The platform is the requested one, since nothing states it. */
export async function openDirectory(target: string, scheme: string, options: OpenOptions): Promise<readonly Image[]> {
  const { path, name, selector } = await requirePath(target, scheme, 'directory');
  if (selector !== undefined) throw new PratiqueError('TARGET_NOT_FOUND', `${name} is a directory, which has no ${selector}`);
  const platform = options.platform === 'all' ? { os: 'unknown', architecture: 'unknown' } : options.platform;
  return [
    openedImage({
      name,
      scheme,
      platform,
      config: emptyImageConfig,
      layers: [{ index: 0, content: { kind: 'directory', path } }],
      issues: [],
    }),
  ];
}
