import { type z } from 'zod';
import { JsonError } from '../../lib/json/json-error.ts';
import { parseJsonBounded } from '../../lib/json/parse-json-bounded.ts';
import { limits } from '../../model/limits.ts';
import { type FieldFault, Problem } from './problem.ts';
import { type Route } from './route.ts';

interface Received {
  readonly params: unknown;
  readonly query: unknown;
  readonly bytes: Buffer;
  readonly contentType: string | undefined;
}

/** Checks a request against its route's schemas. Throws a problem that names every field and the rule that it breaks; members that no schema names are refused. */
export function parseParts(
  route: Route,
  received: Received,
): { readonly params: unknown; readonly query: unknown; readonly body: unknown } {
  const faults: FieldFault[] = [];
  const body = route.body === undefined ? undefined : parseBody(received, route.bodyBytes ?? limits.requestBytes, route.peer !== undefined);
  const parts = {
    params: check(route.params, received.params, 'path', faults),
    query: check(route.query, route.query === undefined ? undefined : received.query, 'query', faults),
    body: check(route.body, body, 'body', faults),
  };
  if (faults.length > 0)
    throw new Problem(
      400,
      faults
        .map(({ field, rule }) => `${field}: ${rule}`)
        .join('; ')
        .slice(0, 1_000),
      { errors: faults },
    );
  return parts;
}

/** Clients of other scanners often leave out the type of what can only be JSON. */
function parseBody({ bytes, contentType = '' }: Received, maxBytes: number, isTypeOptional: boolean): unknown {
  const isUntyped = isTypeOptional && contentType === '';
  if (!isUntyped && !/^application\/(?:[\w.-]+\+)?json\b/i.test(contentType)) throw new Problem(415, 'the body must be application/json');
  try {
    return parseJsonBounded(bytes, { maxBytes, maxDepth: limits.requestDepth });
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw new Problem(400, `the body ${error.message}`, { errors: [{ field: 'body', rule: error.message }] });
  }
}

const mostFaults = 20;

function check(schema: z.ZodType | undefined, value: unknown, part: string, faults: FieldFault[]): unknown {
  if (schema === undefined) return undefined;
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  for (const { path, message } of result.error.issues.slice(0, mostFaults))
    faults.push({ field: [part, ...path.map(String)].join('.'), rule: message });
  return undefined;
}
