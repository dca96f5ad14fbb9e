/** `a, b, c, d, e and 3 more` */
export function listNames(names: readonly string[]): string {
  const others = names.length > shownNames ? ` and ${names.length - shownNames} more` : '';
  return `${names.slice(0, shownNames).join(', ')}${others}`;
}

const shownNames = 5;
