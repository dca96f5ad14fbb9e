import { z } from 'zod';

/** What every list takes. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(500).default(50).describe('Items of one page'),
  cursor: z.string().max(1_000).optional().describe('`next` of the page before; absent for the first'),
};

/** Number of a row, as part of an address. */
export const rowId = z.coerce
  .number()
  .int()
  .min(1)
  .max(2 ** 31 - 1);

/** Names of projects; those that the caller may see if absent. */
export const projectQuery = {
  project: z.string().max(100).optional().describe('Name of a project; all that the caller may see if absent'),
};

/** A page of a list. `next` is absent on the last. */
export function pageOf<T extends z.ZodType>(item: T): z.ZodObject<{ items: z.ZodArray<T>; next: z.ZodOptional<z.ZodString> }> {
  return z.strictObject({ items: z.array(item), next: z.string().optional() });
}

export const digest = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$|^sha512:[0-9a-f]{128}$/, 'must be a sha256 or sha512 digest')
  .describe('Digest of a manifest or of an index');

export const time = z.iso.datetime().describe('RFC 3339, UTC');

/** Several values after commas: `critical,high`. */
export function listOf<T extends z.ZodType<string>>(item: T): z.ZodPipe<z.ZodTransform<unknown, string>, z.ZodArray<T>> {
  return z.preprocess((text) => (typeof text === 'string' ? text.split(',') : text), z.array(item).min(1)) as never;
}
