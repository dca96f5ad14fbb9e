import { join } from 'node:path';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type FeedFile, type FeedFolder } from '../advisory-source.ts';
import { readJsonFile } from '../feed-text.ts';
import { RecordError } from '../record-error.ts';
import { readArray, readObject, readText } from '../record-fields.ts';
import { type RpmRepository } from '../rpm-repository.ts';

export interface AmazonRepository extends RpmRepository {
  /** As os-release's `VERSION_ID` begins. */
  readonly release: string;
  /** `extras:docker`; absent for the repository that every image has. */
  readonly stream?: string;
}

const cdn = 'https://cdn.amazonlinux.com';

export const extrasCatalog: FeedFile = {
  path: 'amazonlinux/2/extras-catalog.json',
  upstream: `${cdn}/2/extras-catalog.json`,
  isOptional: true,
};

/** The repository of x86_64 has the bulletins of all processors. */
const plain: readonly AmazonRepository[] = [
  {
    release: '2023',
    path: 'amazonlinux/al2023/core',
    upstream: `${cdn}/al2023/core/mirrors/latest/x86_64/mirror.list`,
    isMirrorList: true,
  },
  { release: '2', path: 'amazonlinux/2/core', upstream: `${cdn}/2/core/latest/x86_64/mirror.list`, isMirrorList: true },
  {
    release: '2018',
    path: 'amazonlinux/2018.03/updates',
    upstream: 'https://repo.us-west-2.amazonaws.com/2018.03/updates/x86_64/mirror.list',
    isMirrorList: true,
  },
];

/** The plain repositories, and the extras of Amazon Linux 2 that the catalogue in the folder names. Throws FEED_DAMAGED. */
export function amazonRepositories(folder: FeedFolder | undefined): readonly AmazonRepository[] {
  return folder?.has(extrasCatalog.path) === true ? [...plain, ...readTopics(join(folder.path, extrasCatalog.path)).map(extrasOf)] : plain;
}

function extrasOf(topic: string): AmazonRepository {
  return {
    release: '2',
    stream: `extras:${topic}`,
    path: `amazonlinux/2/extras/${topic}`,
    upstream: `${cdn}/2/extras/${topic}/latest/x86_64/mirror.list`,
    isMirrorList: true,
  };
}

function readTopics(path: string): readonly string[] {
  try {
    const catalog = readObject(readJsonFile(path), 'the catalogue');
    const topics = readArray(catalog['topics'], 'topics').map((topic) => readText(readObject(topic, 'a topic')['n'], 'topic.n'));
    return topics.filter((topic) => /^[\w.+-]{1,80}$/.test(topic) && !topic.includes('..'));
  } catch (cause) {
    if (!(cause instanceof RecordError)) throw cause;
    throw new PratiqueError('FEED_DAMAGED', `${path} is not the catalogue of extras: ${cause.message}`, { cause });
  }
}
