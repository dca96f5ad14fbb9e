import { type FileCataloger } from '../../cataloger.ts';
import { lockCataloger, unreadableLock } from '../catalog-lock.ts';
import { asObject } from '../json-object.ts';
import { parseYamlContent, prepareYamlContent, yamlProblem } from '../parse-yaml-content.ts';
import { parsePodfileLock } from './podfile-lock.ts';

/** Podfile.lock of CocoaPods. */
export const cocoapodsLock: FileCataloger = lockCataloger({
  id: 'cocoapods-lock',
  ecosystems: ['cocoapods'],
  details: ['dependencies'],
  files: { names: ['Podfile.lock'] },
  prepare: prepareYamlContent,
  parse: (content) => {
    const lock = asObject(parseYamlContent(content));
    return lock === undefined ? unreadableLock(yamlProblem(content)) : parsePodfileLock(lock);
  },
});
