/**
 * An object with each member on a line of its own, and each element of a list too: two documents can be compared with `diff`, and a large one
 * never is in memory as text.
 */
export function* writeJsonLines(object: Readonly<Record<string, unknown>>): Iterable<string> {
  const members = Object.entries(object).filter(([, value]) => value !== undefined);
  yield '{';
  for (const [at, [key, value]] of members.entries()) {
    yield `${at === 0 ? '\n' : ',\n'}${JSON.stringify(key)}: `;
    if (Array.isArray(value) && value.length > 0) yield* writeElements(value);
    else yield JSON.stringify(value);
  }
  yield '\n}\n';
}

function* writeElements(elements: readonly unknown[]): Iterable<string> {
  for (const [at, element] of elements.entries()) yield `${at === 0 ? '[\n  ' : ',\n  '}${JSON.stringify(element)}`;
  yield '\n]';
}
