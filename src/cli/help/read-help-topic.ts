import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PratiqueError } from '../../model/pratique-error.ts';
import { helpTopics } from './help-topics.ts';

/** The text of a page of the package; `undefined` for a name that is none. Throws TARGET_UNREADABLE when the package lacks its own page. */
export function readHelpTopic(name: string): string | undefined {
  const topic = helpTopics.find((each) => each.name === name);
  if (topic === undefined) return undefined;
  try {
    return readFileSync(join(folderAbove(topic.page), topic.page), 'utf8');
  } catch (cause) {
    throw new PratiqueError('TARGET_UNREADABLE', `the page ${topic.page} of the package cannot be read`, {
      cause,
      hint: 'install pratique again',
    });
  }
}

/** The folder of the package or the checkout, in which the pages are. */
function folderAbove(page: string): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, page)) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}
