import { type Violation } from '../../model/rule.ts';
import { type Container, type Setting } from './container.ts';

/** A violation at a setting of a container, or at the container where a setting is missing. */
export function violationOf(
  container: Container,
  setting: Pick<Setting<unknown>, 'at' | 'owner'> | undefined,
  message: string,
  more: Partial<Violation> = {},
): Violation {
  const who = setting?.owner ?? container.name;
  const key = more.key === undefined ? who : `${who} ${more.key}`;
  return { message: `${who}: ${message}`, location: setting?.at ?? container.at, ...more, key };
}
