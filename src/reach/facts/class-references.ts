/** What one class file names: The Java Virtual Machine Specification, 4.4. */
export interface ClassReferences {
  /** Packages of the classes that it refers to, with slashes. */
  readonly packages: Set<string>;
  /** Some class loads others by name. */
  isReflective: boolean;
}

/** Bytes of each kind of constant behind its tag; class, string and text are read. */
const constantBytes: ReadonlyMap<number, number> = new Map([
  [3, 4],
  [4, 4],
  [5, 8],
  [6, 8],
  [7, 2],
  [8, 2],
  [9, 4],
  [10, 4],
  [11, 4],
  [12, 4],
  [15, 3],
  [16, 2],
  [17, 4],
  [18, 4],
  [19, 2],
  [20, 2],
]);
const textTag = 1;
const classTag = 7;
const stringTag = 8;
const maxNameBytes = 300;

/** Adds the packages that a class refers to, by its constants and by strings that are class names. Damaged classes give what they have. */
export function addClassReferences(content: Buffer, references: ClassReferences): void {
  if (content.length < 10 || content.readUInt32BE(0) !== 0xcafebabe) return;
  const count = content.readUInt16BE(8);
  const texts = new Map<number, number>();
  const wanted: { readonly index: number; readonly isString: boolean }[] = [];
  let at = 10;
  for (let index = 1; index < count && at + 3 <= content.length; index++) {
    const tag = content[at]!;
    if (tag === textTag) {
      texts.set(index, at + 1);
      references.isReflective ||= isLoading(content, at + 1);
      at += 3 + content.readUInt16BE(at + 1);
      continue;
    }
    const length = constantBytes.get(tag);
    if (length === undefined) break;
    if (tag === classTag || tag === stringTag) wanted.push({ index: content.readUInt16BE(at + 1), isString: tag === stringTag });
    // Numbers of eight bytes take two places.
    if (tag === 5 || tag === 6) index++;
    at += 1 + length;
  }
  for (const { index, isString } of wanted) {
    const start = texts.get(index);
    if (start === undefined || start + 2 > content.length) continue;
    const length = content.readUInt16BE(start);
    if (length > maxNameBytes || length < 3) continue;
    const name = content.toString('latin1', start + 2, start + 2 + length);
    const found = isString ? packageOfText(name) : packageOfClass(name);
    if (found !== undefined) references.packages.add(found);
  }
}

/** Names of methods that load classes by name. */
const loading = [Buffer.from('forName'), Buffer.from('loadClass'), Buffer.from('defineClass'), Buffer.from('findClass')];

function isLoading(content: Buffer, at: number): boolean {
  const length = content.readUInt16BE(at);
  return loading.some((name) => name.length === length && content.subarray(at + 2, at + 2 + length).equals(name));
}

/** `a/b/C`, or `[La/b/C;` of an array. The platform's own packages are left out. */
export function packageOfClass(name: string): string | undefined {
  const plain = name.startsWith('[') ? name.replace(/^\[+L?/, '') : name;
  const slash = plain.lastIndexOf('/');
  return slash <= 0 || plain.startsWith('java/') ? undefined : plain.slice(0, slash);
}

/** A string that is a class name, such as one for Class.forName. */
export function packageOfText(text: string): string | undefined {
  return /^[a-z_]\w*(?:\.[a-z_]\w*)+\.[A-Z]\w*(?:\$\w+)*$/.test(text) ? packageOfClass(text.replaceAll('.', '/')) : undefined;
}
