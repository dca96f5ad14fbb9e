/**
 * Records of `Field: value`, with lines that are continued by a blank at their beginning, and empty lines between records: R's read.dcf and Debian's control files. Names
 * are as written; the first of two fields counts.
 */
export function parseControlFields(text: string): readonly ReadonlyMap<string, string>[] {
  const records: Map<string, string>[] = [];
  let fields: Map<string, string> | undefined;
  let name = '';
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '') {
      fields = undefined;
      continue;
    }
    if (/^[ \t]/.test(line)) {
      if (fields !== undefined && name !== '') fields.set(name, `${fields.get(name) ?? ''} ${line.trim()}`);
      continue;
    }
    const colon = line.indexOf(':');
    if (fields === undefined) {
      fields = new Map<string, string>();
      records.push(fields);
    }
    const written = colon > 0 ? line.slice(0, colon) : '';
    name = fields.has(written) ? '' : written;
    if (name !== '') fields.set(name, line.slice(colon + 1).trim());
  }
  return records;
}
