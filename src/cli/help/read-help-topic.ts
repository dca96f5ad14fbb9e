import { readPackagedFile } from '../read-packaged-file.ts';
import { helpTopics } from './help-topics.ts';

/** The text of a page of the package; `undefined` for a name that is none. Throws TARGET_UNREADABLE when the package lacks its own page. */
export function readHelpTopic(name: string): string | undefined {
  const topic = helpTopics.find((each) => each.name === name);
  return topic === undefined ? undefined : readPackagedFile(topic.page);
}
