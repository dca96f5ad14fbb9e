import { type TreeEntry } from '../../../model/file-tree.ts';
import { limits } from '../../../model/limits.ts';
import { type Catalogued, type FileCataloger } from '../../cataloger.ts';
import { asObject, parseJsonObject, type JsonObject } from '../json-object.ts';
import { type Lock } from '../lock-record.ts';
import { readComposerEntry } from './composer-records.ts';
import { catalogLock, unreadableLock } from '../catalog-lock.ts';

/** composer.lock: getcomposer.org. */
export const composerLock: FileCataloger = {
  id: 'composer-lock',
  evidence: 'declared',
  ecosystems: ['composer'],
  details: ['dependencies', 'development', 'licenses'],
  files: { names: ['composer.lock'], maxBytes: limits.lockfileBytes },
  catalog: catalogComposerLock,
};

function catalogComposerLock(file: TreeEntry, content: Uint8Array): Catalogued {
  const object = parseJsonObject(content);
  return catalogLock(
    'composer',
    composerLock.id,
    file,
    object === undefined ? unreadableLock('is not a JSON object') : parseComposerLock(object),
  );
}

function parseComposerLock(lock: JsonObject): Lock {
  if (!Array.isArray(lock['packages'])) return { records: [], problems: ['has no list of packages'] };
  const sections = [lock['packages'], Array.isArray(lock['packages-dev']) ? lock['packages-dev'] : []] as readonly (readonly unknown[])[];
  const read = sections.flatMap((section, index) => section.map((entry) => readComposerEntry(asObject(entry) ?? {}, index === 1)));
  const records = read.filter((record) => record !== undefined);
  return { records, problems: records.length < read.length ? [`has ${read.length - records.length} packages without a valid name`] : [] };
}
