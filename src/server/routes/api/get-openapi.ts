import { describeApi } from '../../http/openapi.ts';
import { RawAnswer, route, type Route } from '../../http/route.ts';

/** The description of the API; of these routes and itself. */
export function openApiRoute(others: readonly Route[]): Route {
  const own: Route = route({
    method: 'GET',
    path: '/api/v1/openapi.json',
    access: 'public',
    summary: 'Read the OpenAPI 3.1 description of this API',
    tag: 'operation',
    handle: (): Promise<RawAnswer> =>
      Promise.resolve(
        new RawAnswer(200, { 'content-type': 'application/json; charset=utf-8' }, JSON.stringify(describeApi([...others, own]))),
      ),
  });
  return own;
}
