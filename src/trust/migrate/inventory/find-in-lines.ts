import { findAssignments, isComment } from './find-assignments.ts';
import { findCommands } from './find-commands.ts';
import { findDockerImages } from './find-docker-images.ts';
import { type FoundInText } from './inventory-finding.ts';
import { describeAssignment } from './trust-variables.ts';

/** Everything about Content Trust in the lines of a script or settings file; `firstLine` is the number of the first. */
export function findInLines(text: string, firstLine = 1): readonly FoundInText[] {
  return text.split(/\r\n|\n|\r/).flatMap((line, index) => {
    if (isComment(line)) return [];
    const number = firstLine + index;
    const assignments = findAssignments(line).flatMap(({ name, value }) => describeAssignment(name, value, number) ?? []);
    return [...assignments, ...findCommands(line, number), ...findDockerImages(line, number)];
  });
}
