import { type ShellCommand, type ShellWord } from '../shell/shell-script.ts';

/** Whether one of these options is given: long ones also as `--name=value`, letters also in a bundle such as `-yq`. */
export function hasOption({ words }: ShellCommand, ...names: readonly string[]): boolean {
  return words.some(({ value }) =>
    names.some((name) =>
      name.length === 2 && !name.startsWith('--')
        ? value === name || new RegExp(`^-[a-zA-Z]*${name[1]!}`).test(value)
        : value === name || value.startsWith(`${name}=`),
    ),
  );
}

/** Words that are neither options nor their values. */
export function operands(words: readonly ShellWord[], valueOptions: ReadonlySet<string>): readonly ShellWord[] {
  const found: ShellWord[] = [];
  for (let at = 0; at < words.length; at++) {
    const { value } = words[at]!;
    if (value === '--') return found;
    if (valueOptions.has(value)) at++;
    else if (!value.startsWith('-')) found.push(words[at]!);
  }
  return found;
}
