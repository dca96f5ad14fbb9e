import { hash } from 'node:crypto';
import { z } from 'zod';
import { rowId } from '../../schema/page.ts';
import { JsonError } from '../../../lib/json/json-error.ts';
import { type JsonObject } from '../../../lib/json/json-readers.ts';
import { parseJsonBounded } from '../../../lib/json/parse-json-bounded.ts';
import { limits } from '../../../model/limits.ts';
import { applyEvent } from '../../hooks/apply-event.ts';
import { checkProof } from '../../hooks/check-proof.ts';
import { hookFormats } from '../../hooks/hook-formats.ts';
import { type HookEvent, type HookFormat } from '../../hooks/hook-format.ts';
import { invalidField, Problem } from '../../http/problem.ts';
import { route, type Route, type RouteRequest } from '../../http/route.ts';
import { noteDelivery } from '../../queries/hooks.ts';
import { type ServerContext } from '../../server-context.ts';

const answer = z.strictObject({ accepted: z.int(), ignored: z.int() });
const mostEvents = 1_000;

const shared = {
  method: 'POST',
  access: 'own',
  summary: 'Receive a notification of a registry',
  tag: 'hooks',
  status: 202,
  answer,
} as const;

export const receiveHook: Route = route({
  ...shared,
  path: '/hooks/{id}',
  params: z.strictObject({
    id: rowId,
  }),
  handle: (request, context) => receive(request.params.id, undefined, request, context),
});

export const receiveSecretHook: Route = route({
  ...shared,
  path: '/hooks/{id}/{secret}',
  params: z.strictObject({
    id: rowId,
    secret: z.string().max(200),
  }),
  handle: (request, context) => receive(request.params.id, request.params.secret, request, context),
});

/** An unknown hook and a wrong secret are answered alike. */
async function receive(
  id: number,
  pathSecret: string | undefined,
  { bytes, headers }: RouteRequest,
  context: ServerContext,
): Promise<z.input<typeof answer>> {
  const hook = await context.db.selectFrom('hook').selectAll().where('id', '=', id).executeTakeFirst();
  const format = hookFormats.find((each) => each.id === hook?.format);
  const secret = hook === undefined ? '' : context.keys.decrypt(hook.secret, `hook ${hook.project_id} ${hook.name}`);
  if (hook === undefined || format === undefined || !checkProof(format.proof, secret, { bytes, headers, pathSecret }))
    throw new Problem(401, 'the secret is not right');
  const events = readEvents(bytes, format);
  let accepted = 0;
  await context.db.transaction().execute(async (transaction) => {
    for (const [at, event] of events.entries()) {
      // The sender's own id, or the message itself: the very same bytes say nothing new.
      const isNew = await noteDelivery(transaction, hook.id, event.id ?? `${hash('sha256', bytes)} ${at}`);
      if (isNew && (await applyEvent(event, { project: hook.project_id, registry: hook.registry }, context, transaction)) !== undefined)
        accepted += 1;
    }
  });
  return { accepted, ignored: events.length - accepted };
}

function readEvents(bytes: Buffer, format: HookFormat): readonly HookEvent[] {
  try {
    const payload = parseJsonBounded(bytes, { maxBytes: limits.requestBytes, maxDepth: limits.requestDepth });
    if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) throw invalidField('body', 'must be a JSON object');
    const events = format.read(payload as JsonObject);
    if (events.length > mostEvents) throw invalidField('body', `has more than ${mostEvents} events`);
    return events;
  } catch (error) {
    if (error instanceof JsonError) throw invalidField('body', error.message);
    throw error;
  }
}
