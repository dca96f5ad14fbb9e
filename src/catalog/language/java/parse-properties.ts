/** Keys and values of a `.properties` file as `java.util.Properties` reads them, without continued lines: no coordinate needs one. */
export function parseProperties(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const line of text.split(/\r\n|\r|\n/)) {
    const entry = line.trim();
    const end = entry.search(/[=:\s]/);
    if (end <= 0 || entry.startsWith('#') || entry.startsWith('!')) continue;
    const rest = entry.slice(end).trimStart();
    const value = rest.startsWith('=') || rest.startsWith(':') ? rest.slice(1).trimStart() : rest;
    values.set(entry.slice(0, end), value.replace(/\\([\\ :=#!])/g, '$1'));
  }
  return values;
}
