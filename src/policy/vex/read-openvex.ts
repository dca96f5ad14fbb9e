import { field, isJsonObject, type JsonObject } from '../../lib/json/json-readers.ts';
import { makeProduct } from './read-product.ts';
import { textOf, listOf, statusOf } from './vex-values.ts';
import { VexFault, type VexDocument, type VexProduct, type VexStatement } from './vex-document.ts';

/** OpenVEX 0.0.1 to 0.2.0. A statement without a time has that of the document; without products, those of the attestation that holds it. */
export function readOpenVex(root: JsonObject, origin: string, subjects: readonly string[] = []): VexDocument {
  const documentId = textOf(root, '@id');
  const author = textOf(root, 'author');
  const time = textOf(root, 'last_updated') ?? textOf(root, 'timestamp');
  const statements = listOf(root, 'statements').map((item, at): VexStatement => {
    const place = `${origin}: statement ${at + 1}`;
    if (!isJsonObject(item)) throw new VexFault(`statement ${at + 1} is not an object`);
    const status = statusOf(textOf(item, 'status'), `statement ${at + 1}`);
    const statedOn = textOf(item, 'last_updated') ?? textOf(item, 'timestamp') ?? time;
    const products = listOf(item, 'products').flatMap((each) => readProduct(each));
    const [justification, reason] = [textOf(item, 'justification'), textOf(item, 'impact_statement') ?? textOf(item, 'status_notes')];
    return {
      origin: place,
      ids: readIds(field(item, 'vulnerability'), at),
      status,
      products: products.length > 0 || field(item, 'products') !== undefined ? products : subjects.map((text) => makeProduct([text])),
      ...(justification === undefined ? {} : { justification }),
      ...(reason === undefined ? {} : { reason }),
      ...(statedOn === undefined ? {} : { statedOn }),
      ...(documentId === undefined ? {} : { documentId }),
      ...(author === undefined ? {} : { author }),
    };
  });
  return {
    format: 'OpenVEX',
    origin,
    statements,
    ...(documentId === undefined ? {} : { id: documentId }),
    ...(author === undefined ? {} : { author }),
  };
}

function readIds(value: unknown, at: number): readonly string[] {
  if (typeof value === 'string') return [value];
  if (!isJsonObject(value)) throw new VexFault(`statement ${at + 1} has no vulnerability`);
  const ids = [textOf(value, 'name'), ...listOf(value, 'aliases'), lastPart(textOf(value, '@id'))];
  const texts = ids.filter((id): id is string => typeof id === 'string' && id !== '');
  if (texts.length === 0) throw new VexFault(`statement ${at + 1} has a vulnerability without a name`);
  return texts;
}

/** `https://nvd.nist.gov/vuln/detail/CVE-2019-17571` names the flaw at its end. */
function lastPart(iri: string | undefined): string | undefined {
  return /[/#:]((?:CVE|GHSA)-[\w-]+)$/i.exec(iri ?? '')?.[1];
}

function readProduct(value: unknown): readonly VexProduct[] {
  if (typeof value === 'string') return [makeProduct([value])];
  if (!isJsonObject(value)) return [];
  const identifiers = field(value, 'identifiers');
  const purl = isJsonObject(identifiers) ? textOf(identifiers, 'purl') : undefined;
  const names = [purl, textOf(value, '@id')].filter((each) => each !== undefined);
  return [
    makeProduct(
      names,
      listOf(value, 'subcomponents').flatMap((part) => readProduct(part)),
    ),
  ];
}
