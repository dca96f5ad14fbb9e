/** Adds a named import after the last one, or first when there is none. */
export function addImport(text, name, from) {
  const line = `import { ${name} } from '${from}';\n`;
  const imports = [...text.matchAll(/^import [^;]*;\n/gm)];
  const last = imports.at(-1);
  const at = last === undefined ? 0 : last.index + last[0].length;
  return `${text.slice(0, at)}${line}${text.slice(at)}`;
}

/** Adds an entry at the end of the array or record that `export const name` holds. */
export function addEntry(text, name, entry) {
  const start = text.search(new RegExp(`export const ${name}\\b`));
  if (start < 0) throw new Error(`no list ${name}`);
  const open = /= ([[{])/.exec(text.slice(start));
  const closing = open?.[1] === '[' ? ']' : '}';
  const from = start + open.index + 3;
  const end = text.indexOf(`${closing};`, from);
  const before = text.slice(0, end).trimEnd();
  const comma = /[[{,]$/.test(before) ? '' : ',';
  return `${before}${comma} ${entry}${text.slice(end)}`;
}

/** Adds an entry to an array of names that is in the order of the members' ids: before the first that comes after it. */
export function addSortedEntry(text, name, entry) {
  const found = new RegExp(`(export const ${name}\\b[^=]*= \\[)([^\\]]*)(\\];)`).exec(text);
  if (found === null) throw new Error(`no list ${name}`);
  const [all, before, entries, after] = found;
  const names = entries.split(',').flatMap((each) => each.trim() || []);
  const at = names.findIndex((each) => kebab(each) > kebab(entry));
  names.splice(at === -1 ? names.length : at, 0, entry);
  return text.replace(all, `${before}\n${names.map((each) => `  ${each},`).join('\n')}\n${after}`);
}

/** As the ids of members are written. */
function kebab(name) {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** A new family's list. */
export function makeList({ name, type, typeFrom, doc }) {
  return `import { type ${type.split('<')[0]} } from '${typeFrom}';\n\n/** ${doc} */\nexport const ${name}: readonly ${type}[] = [];\n`;
}
