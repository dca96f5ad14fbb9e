/** The lines of each `[section]` of conanfile.txt and conaninfo.txt, without comments and empty lines. */
export function readConanSections(text: string): ReadonlyMap<string, readonly string[]> {
  const sections = new Map<string, string[]>();
  let lines: string[] | undefined;
  for (const line of text.split('\n')) {
    const content = line.replace(/(?:^|\s)#.*$/, '').trim();
    const section = /^\[([a-z_-]+)\]$/.exec(content)?.[1];
    if (section !== undefined) {
      lines = sections.get(section) ?? [];
      sections.set(section, lines);
    } else if (content !== '') lines?.push(content);
  }
  return sections;
}
