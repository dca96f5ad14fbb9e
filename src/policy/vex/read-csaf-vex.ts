import { field, isJsonObject, type JsonObject } from '../../lib/json/json-readers.ts';
import { makeProduct } from './read-product.ts';
import { listOf, textOf } from './vex-values.ts';
import { VexFault, type VexDocument, type VexProduct, type VexStatement, type VexStatus } from './vex-document.ts';

/** Lists of a `product_status`, and what each says. */
const statusLists: readonly (readonly [string, VexStatus])[] = [
  ['known_not_affected', 'not_affected'],
  ['known_affected', 'affected'],
  ['last_affected', 'affected'],
  ['first_affected', 'affected'],
  ['fixed', 'fixed'],
  ['first_fixed', 'fixed'],
  ['under_investigation', 'under_investigation'],
];
const maxBranchDepth = 60;

/** CSAF 2.0 and 2.1, profile VEX: products by package URL, components of products by relationship. */
export function readCsafVex(root: JsonObject, origin: string): VexDocument {
  const document = objectOf(root, 'document');
  const tracking = objectOf(document, 'tracking');
  const [documentId, statedOn] = [textOf(tracking, 'id'), textOf(tracking, 'current_release_date')];
  const author = textOf(objectOf(document, 'publisher'), 'name');
  const products = readProducts(objectOf(root, 'product_tree'));
  const groups = readGroups(objectOf(root, 'product_tree'));
  const shared = {
    ...(statedOn === undefined ? {} : { statedOn }),
    ...(documentId === undefined ? {} : { documentId }),
    ...(author === undefined ? {} : { author }),
  };
  const statements = listOf(root, 'vulnerabilities').flatMap((item, at): readonly VexStatement[] => {
    if (!isJsonObject(item)) throw new VexFault(`vulnerability ${at + 1} is not an object`);
    const ids = [textOf(item, 'cve'), ...listOf(item, 'ids').map((id) => (isJsonObject(id) ? textOf(id, 'text') : undefined))].filter(
      (id) => id !== undefined,
    );
    const status = objectOf(item, 'product_status');
    return statusLists.flatMap(([list, meaning]) =>
      listOf(status, list).flatMap((id): readonly VexStatement[] => {
        if (typeof id !== 'string') return [];
        const product = products.get(id);
        const justification = detailOf(listOf(item, 'flags'), 'label', id, groups);
        const reason = detailOf(
          listOf(item, 'threats').filter((each) => isJsonObject(each) && textOf(each, 'category') === 'impact'),
          'details',
          id,
          groups,
        );
        return [{
          origin: `${origin}: ${ids[0] ?? `vulnerability ${at + 1}`}, ${list}`,
          ids,
          status: meaning,
          products: product === undefined ? [makeProduct([id])] : [product],
          ...(justification === undefined ? {} : { justification }),
          ...(reason === undefined ? {} : { reason }),
          ...shared,
        }]; // prettier-ignore
      }),
    );
  });
  return {
    format: 'CSAF',
    origin,
    statements,
    ...(documentId === undefined ? {} : { id: documentId }),
    ...(author === undefined ? {} : { author }),
  };
}

function objectOf(object: JsonObject, key: string): JsonObject {
  const value = field(object, key);
  return isJsonObject(value) ? value : {};
}

function readProducts(tree: JsonObject): ReadonlyMap<string, VexProduct> {
  const products = new Map<string, VexProduct>();
  const add = (value: unknown): void => {
    if (!isJsonObject(value)) return;
    const id = textOf(value, 'product_id');
    if (id === undefined) return;
    const helper = objectOf(value, 'product_identification_helper');
    const purls = [textOf(helper, 'purl'), ...listOf(helper, 'purls')].filter((each): each is string => typeof each === 'string');
    const product = makeProduct(purls.length > 0 ? purls : [textOf(value, 'name') ?? id]);
    products.set(id, product.purls.length > 0 ? product : { ...product, isUnnamed: true });
  };
  for (const product of listOf(tree, 'full_product_names')) add(product);
  walkBranches(listOf(tree, 'branches'), add);
  for (const relation of listOf(tree, 'relationships')) {
    if (!isJsonObject(relation)) continue;
    const id = textOf(objectOf(relation, 'full_product_name'), 'product_id');
    const part = products.get(textOf(relation, 'product_reference') ?? '');
    const whole = products.get(textOf(relation, 'relates_to_product_reference') ?? '');
    if (id === undefined || part === undefined) continue;
    products.set(id, whole === undefined ? part : { ...whole, parts: [part] });
  }
  return products;
}

function walkBranches(roots: readonly unknown[], add: (product: unknown) => void): void {
  const open = roots.map((branch) => ({ branch, depth: 1 }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { branch, depth } = next;
    if (!isJsonObject(branch)) continue;
    if (depth > maxBranchDepth) throw new VexFault(`product_tree has branches more than ${maxBranchDepth} deep`);
    add(field(branch, 'product'));
    for (const inner of listOf(branch, 'branches')) open.push({ branch: inner, depth: depth + 1 });
  }
}

function readGroups(tree: JsonObject): ReadonlyMap<string, ReadonlySet<unknown>> {
  return new Map(
    listOf(tree, 'product_groups').flatMap((group) => {
      const id = isJsonObject(group) ? textOf(group, 'group_id') : undefined;
      return id === undefined ? [] : [[id, new Set(listOf(group as JsonObject, 'product_ids'))] as const];
    }),
  );
}

/** The first flag or threat that is about a product; one that names no products is about all. */
function detailOf(
  items: readonly unknown[],
  key: string,
  productId: string,
  groups: ReadonlyMap<string, ReadonlySet<unknown>>,
): string | undefined {
  const found = items.find((item) => {
    if (!isJsonObject(item)) return false;
    const [ids, inGroups] = [listOf(item, 'product_ids'), listOf(item, 'group_ids')];
    if (ids.length === 0 && inGroups.length === 0) return true;
    return ids.includes(productId) || inGroups.some((group) => groups.get(String(group))?.has(productId) === true);
  });
  return isJsonObject(found) ? textOf(found, key) : undefined;
}
