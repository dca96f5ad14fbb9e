import { parsePurl, type Purl } from '../../model/purl.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type VexProduct } from './vex-document.ts';

/** Package URLs among the texts that name a product; others are kept as its name. */
export function makeProduct(texts: readonly string[], parts: readonly VexProduct[] = []): VexProduct {
  return { text: texts[0] ?? '', purls: texts.flatMap(readPurl), parts };
}

function readPurl(text: string): readonly Purl[] {
  if (!/^pkg:/i.test(text)) return [];
  try {
    return [parsePurl(text)];
  } catch (error) {
    if (error instanceof PratiqueError) return [];
    throw error;
  }
}
