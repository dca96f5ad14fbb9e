import { type ShellCommand, type ShellWord } from '../shell/shell-script.ts';

/** Whether one of these options is given: long ones also as `--name=value`, letters also in a bundle such as `-yq`. */
export function hasOption({ words }: ShellCommand, ...names: readonly string[]): boolean {
  return words.some(({ value }) => value.startsWith('-') && names.some((name) => isOption(value, name)));
}

function isOption(word: string, name: string): boolean {
  if (word === name || word.startsWith(`${name}=`)) return true;
  const letter = name[1];
  if (name.length !== 2 || letter === undefined || letter === '-') return false;
  const bundle = /^-[a-zA-Z]+/.exec(word)?.[0];
  return bundle?.includes(letter) === true;
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
