import { type Image, type ImageConfig, type ImageSource, type OpenOptions } from '../../model/image.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { openedImage } from './opened-image.ts';
import { requirePath } from './require-path.ts';

/** The root of a container's or machine's file system, unpacked. */
export const rootfs: ImageSource = {
  scheme: 'rootfs',
  title: 'root file system in a directory',
  open: (target, options) => openDirectory(target, rootfs.scheme, options),
};

/** Any directory. */
export const directory: ImageSource = {
  scheme: 'dir',
  title: 'directory',
  open: (target, options) => openDirectory(target, directory.scheme, options),
};

/** One layer and no configuration. The platform is the one asked for, since nothing says it. */
async function openDirectory(target: string, scheme: string, options: OpenOptions): Promise<readonly Image[]> {
  const { path, name, selector } = await requirePath(target, scheme, 'directory');
  if (selector !== undefined) throw new PratiqueError('TARGET_NOT_FOUND', `${name} is a directory, which has no ${selector}`);
  const platform = options.platform === 'all' ? { os: 'unknown', architecture: 'unknown' } : options.platform;
  return [
    openedImage({ name, scheme, platform, config: emptyConfig, layers: [{ index: 0, content: { kind: 'directory', path } }], issues: [] }),
  ];
}

const emptyConfig: ImageConfig = {
  env: [],
  entrypoint: [],
  cmd: [],
  exposedPorts: [],
  volumes: [],
  labels: new Map(),
  hasHealthcheck: false,
  history: [],
  diffIds: [],
};
