/** Whether `.dockerignore` leaves a path of the build context out: the last pattern that matches decides, and `!` takes back. */
export function ignoreMatcher(patterns: readonly string[]): (path: string) => boolean {
  const rules = patterns
    .map((line) => line.replace(/^\ufeff/, '').trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => ({ isTakenBack: line.startsWith('!'), pattern: toPattern(clean(line.replace(/^!/, '').trim())) }));
  return (path) => {
    const name = clean(path);
    if (name === '' || name === '.') return false;
    const parents = name.split('/').map((_, at, parts) => parts.slice(0, at + 1).join('/'));
    let isOut = false;
    for (const { isTakenBack, pattern } of rules) if (parents.some((parent) => pattern.test(parent))) isOut = !isTakenBack;
    return isOut;
  };
}

function clean(path: string): string {
  return path.replace(/["']/g, '').split('/').filter((part) => part !== '' && part !== '.').join('/'); // prettier-ignore
}

/** Go's `filepath.Match` with `**` for any number of folders. Runs of stars are one, so that a pattern cannot be slow. */
function toPattern(glob: string): RegExp {
  const source = glob.replaceAll(/\*{2,}\/?|\*|\?|[^*?]+/g, (part) => {
    if (part === '**/') return '(?:[^/]+/){0,32}';
    if (part.startsWith('**')) return '.*';
    if (part === '*') return '[^/]*';
    return part === '?' ? '[^/]' : part.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${source}$`);
}
