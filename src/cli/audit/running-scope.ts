import { type ContainerFacts } from '../../audit/facts/container-facts.ts';
import { matchesWildcard } from '../../lib/text/matches-wildcard.ts';
import { type CommandInput, optionValues } from '../command.ts';

/** Which containers `--container`, `--exclude-container`, `--image` and `--label` choose; all where none is given. */
export function readContainerScope(input: CommandInput): (container: ContainerFacts) => boolean {
  const [containers, without, images] = ['container', 'exclude-container', 'image'].map((name) => optionValues(input, name));
  const labels = optionValues(input, 'label').map((text) => text.split('=', 2));
  const matches = (patterns: readonly string[], name: string): boolean =>
    patterns.length === 0 || patterns.some((pattern) => matchesWildcard(name, pattern));
  return ({ name, image, labels: own }) =>
    matches(containers!, name) &&
    !without!.some((pattern) => matchesWildcard(name, pattern)) &&
    matches(images!, image) &&
    labels.every(([key = '', value]) => own.has(key) && (value === undefined || own.get(key) === value));
}
