import { RecordError } from './record-error.ts';
import { readArray, readObject, readOptionalObject, readText, type RecordObject } from './record-fields.ts';

/** What a product id of a CSAF document stands for: a component as part of a platform, or one of both alone. */
export interface CsafProduct {
  /** Of the platform, and if that is not known of the component. */
  readonly cpe?: string;
  /** Of the component. */
  readonly purl?: string;
  /** Id of the component alone. */
  readonly component: string;
  /** purl of the module that the component is part of. */
  readonly modulePurl?: string;
}

const deepestBranch = 16;
const deepestRelation = 8;

/**
 * The products of a document's tree (CSAF 2.0, 3.2.2), by product id. Throws RecordError. A product id that the tree does not define is looked up to no avail, so the caller
 * decides what that means.
 */
export function readCsafProducts(tree: unknown): (productId: string) => CsafProduct | undefined {
  const root = readObject(tree, 'product_tree');
  const named = new Map<string, RecordObject>();
  for (const branch of readArray(root['branches'], 'branches')) collect(readObject(branch, 'a branch'), named, 0);
  for (const product of readArray(root['full_product_names'], 'full_product_names')) keep(readObject(product, 'a product'), named);
  const relations = new Map<string, { readonly component: string; readonly platform: string }>();
  for (const value of readArray(root['relationships'], 'relationships')) {
    const relation = readObject(value, 'a relationship');
    const product = readObject(relation['full_product_name'], 'full_product_name');
    relations.set(readText(product['product_id'], 'product_id'), {
      component: readText(relation['product_reference'], 'product_reference'),
      platform: readText(relation['relates_to_product_reference'], 'relates_to_product_reference'),
    });
  }
  const known = new Map<string, CsafProduct | undefined>();
  const resolve = (id: string, depth: number): CsafProduct | undefined => {
    if (depth > deepestRelation) throw new RecordError('its products are related in a circle');
    if (known.has(id)) return known.get(id);
    const relation = relations.get(id);
    const product =
      relation === undefined
        ? describe(id, named.get(id))
        : join(resolve(relation.component, depth + 1), resolve(relation.platform, depth + 1), relation.component);
    known.set(id, product);
    return product;
  };
  return (id) => resolve(id, 0);
}

function collect(branch: RecordObject, named: Map<string, RecordObject>, depth: number): void {
  if (depth > deepestBranch) throw new RecordError('its branches are nested too deeply');
  const product = readOptionalObject(branch['product'], 'product');
  if (product !== undefined) keep(product, named);
  for (const child of readArray(branch['branches'], 'branches')) collect(readObject(child, 'a branch'), named, depth + 1);
}

function keep(product: RecordObject, named: Map<string, RecordObject>): void {
  named.set(readText(product['product_id'], 'product_id'), product);
}

function describe(id: string, product: RecordObject | undefined): CsafProduct | undefined {
  if (product === undefined) return undefined;
  const helper = readOptionalObject(product['product_identification_helper'], 'product_identification_helper') ?? {};
  const { cpe, purl } = helper;
  return { component: id, ...(typeof cpe === 'string' && { cpe }), ...(typeof purl === 'string' && { purl }) };
}

/** A module is a component of a platform, and packages are components of the module. */
function join(component: CsafProduct | undefined, platform: CsafProduct | undefined, id: string): CsafProduct | undefined {
  if (platform === undefined) return undefined;
  const isModule = platform.purl?.startsWith('pkg:rpmmod/') === true;
  const cpe = platform.cpe ?? component?.cpe;
  return {
    component: component?.component ?? id,
    ...(cpe !== undefined && { cpe }),
    ...(component?.purl !== undefined && { purl: component.purl }),
    ...(isModule && { modulePurl: platform.purl }),
  };
}
