/**
 * LICENSE of an ebuild as one expression: names side by side are all needed, `|| ( a b )` is a choice; Package Manager Specification 8, section 8.2. Conditions
 * (`doc? ( … )`) were decided when the package was built, and what is left of one counts. `undefined` where nothing is stated.
 */
export function parsePortageLicense(text: string): string | undefined {
  const words = text.split(/\s+/).filter((word) => word !== '' && !word.endsWith('?'));
  const reader = { words, at: 0, depth: 0 };
  const names = readGroup(reader);
  return names.length === 0 ? undefined : names.join(' AND ');
}

interface Reader {
  readonly words: readonly string[];
  at: number;
  depth: number;
}

/** Deeper groups are read as if they were part of the one around them: no ebuild nests so far. */
const maxDepth = 16;

function readGroup(reader: Reader): readonly string[] {
  const names: string[] = [];
  let isChoice = false;
  while (reader.at < reader.words.length) {
    const word = reader.words[reader.at]!;
    reader.at += 1;
    if (word === '||') isChoice = true;
    else if (word === ')') {
      if (reader.depth > 0) break;
    } else if (word === '(') {
      if (reader.depth >= maxDepth) continue;
      reader.depth += 1;
      names.push(...combine(readGroup(reader), isChoice));
      reader.depth -= 1;
      isChoice = false;
    } else names.push(word);
  }
  return names;
}

function combine(names: readonly string[], isChoice: boolean): readonly string[] {
  return !isChoice || names.length < 2 ? names : [`(${names.join(' OR ')})`];
}
