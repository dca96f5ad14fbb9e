import { sql } from 'kysely';
import { type Route, route, type RawAnswer } from '../../http/route.ts';
import { anchoreApi, jsonAnswer, tag } from './anchore-api.ts';

const shared = { method: 'GET', access: 'viewer', tag, peer: anchoreApi } as const;

/** The address that clients are configured with, with and without its slash. */
export const bases: readonly Route[] = ['/v1', '/v1/'].map((path) =>
  route({
    ...shared,
    path,
    summary: 'Tell that the API is here (Anchore)',
    handle: (): Promise<RawAnswer> => Promise.resolve(jsonAnswer('v1')),
  }),
);

/** Clients ask for the version of the API, to know how to ask. */
export const getSwagger = route({
  ...shared,
  path: '/v1/swagger.json',
  summary: 'Tell the version of the API (Anchore)',
  handle: (): Promise<RawAnswer> =>
    Promise.resolve(jsonAnswer({ swagger: '2.0', basePath: '/v1', info: { title: 'Anchore Engine API', version: apiVersion }, paths: {} })),
});

const apiVersion = '0.1.20';
/** What the engine is made of; here one server is all of them. */
const services = ['apiext', 'catalog', 'policy_engine', 'simplequeue', 'analyzer'];

export const getSystem = route({
  ...shared,
  path: '/v1/system',
  summary: 'Tell which services run (Anchore)',
  handle: (_request, { settings }): Promise<RawAnswer> =>
    Promise.resolve(
      jsonAnswer({
        service_states: services.map((servicename) => ({
          servicename,
          hostid: 'pratique',
          base_url: settings.publicUrl ?? '/',
          status: true,
          status_message: 'available',
          version: 'v1',
          service_detail: {
            available: true,
            busy: false,
            db_version: apiVersion,
            message: 'all good',
            up: true,
            version: settings.toolVersion,
          },
        })),
      }),
    ),
});

export const listFeeds = route({
  ...shared,
  path: '/v1/system/feeds',
  summary: 'List advisory data that images were matched with (Anchore)',
  handle: async (_request, { db }): Promise<RawAnswer> => {
    const { rows } = await sql<{
      name: string;
      built_at: Date | null;
    }>`select name, built_at from advisory_shard order by name limit 1000`.execute(db);
    const at =
      rows
        .map(({ built_at }) => built_at?.toISOString())
        .filter((each) => each !== undefined)
        .sort()
        .at(-1) ?? null;
    const groups = rows.map(({ name, built_at }) => ({ name, last_sync: built_at?.toISOString() ?? null, record_count: 0, enabled: true }));
    return jsonAnswer([{ name: 'vulnerabilities', enabled: true, last_full_sync: at, created_at: at, updated_at: at, groups }]);
  },
});
