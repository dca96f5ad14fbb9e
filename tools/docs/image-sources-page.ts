import { imageSources, localImageSources } from '../../src/image/source/image-sources.ts';
import { code, page, table } from './markdown.ts';

export function imageSourcesPage(): string {
  const order = localImageSources.map(({ program }) => program).join(', ');
  return page(
    'Image sources',
    'src/image/source/image-sources.ts',
    'Where `pratique scan` takes images from. `SCHEME:TARGET` names one source.',
    table(
      ['scheme', 'target'],
      [
        ...imageSources.map(({ scheme, title }) => [code(`${scheme}:`), title]),
        [code('sbom:'), 'SBOM in a file, or on standard input with `sbom:-`'],
      ],
    ),
    '## Without a scheme',
    'A target without a scheme is, in this order:',
    [
      '1. `-`: an archive or an SBOM on standard input, such as `docker save app:1 | pratique scan -`',
      '2. a path that exists: an archive, an OCI layout, a root file system, a directory or an SBOM, recognised by its content',
      `3. an image reference, looked up in ${order}, and then in its registry; with \`--offline-scan\`, in no registry`,
    ].join('\n'),
    'The report says where an image was found. A store that cannot be asked is named in a warning, and the next one is asked. `--platform` passes over a store that has the image for other platforms only.',
    'How engines are reached: `DOCKER_HOST`, `DOCKER_CONTEXT`, `CONTAINER_HOST`, `PRATIQUE_CONTAINERD_ROOT` and others in [configuration](configuration.md).',
  );
}
