import { MadeList } from './made-list.ts';

/**
 * An object with each member on a line of its own, and each element of a list too: two documents can be compared with `diff`, and a large one
 * never is in memory as text.
 */
export function* writeJsonLines(object: Readonly<Record<string, unknown>>): Iterable<string> {
  const members = Object.entries(object).filter(([, value]) => value !== undefined);
  yield '{';
  for (const [at, [key, value]] of members.entries()) {
    yield `${at === 0 ? '\n' : ',\n'}${JSON.stringify(key)}: `;
    if (Array.isArray(value) || value instanceof MadeList) yield* writeElements(value);
    else yield JSON.stringify(value);
  }
  yield '\n}\n';
}

function* writeElements(elements: Iterable<unknown>): Iterable<string> {
  let separator = '[\n  ';
  for (const element of elements) {
    yield `${separator}${JSON.stringify(element)}`;
    separator = ',\n  ';
  }
  yield separator === ',\n  ' ? '\n]' : '[]';
}
