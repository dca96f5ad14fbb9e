import {
  type Api,
  type Account,
  type AuditEntry,
  type Base,
  type ComparedFinding,
  type Comparison,
  type Finding,
  type Hook,
  type Image,
  type ImageSummary,
  type Job,
  type Overview,
  type PastScan,
  type Project,
  type Receiver,
  type RegistryCredential,
  type Repository,
  type Session,
  type Token,
  type Vulnerability,
} from '../../src/client/api.ts';
import { createClient } from '../../src/client/client.ts';

/**
 * What the pages ask the server, as whoever has the token, or with an empty one whoever the browser's cookie belongs to.
 * An empty text in a query stands for no filter.
 */
// eslint-disable-next-line @typescript-eslint/explicit-module-boundary-types -- its type is made from those of the operations
export function makeServerApi(token: string) {
  let formToken: string | undefined;
  const client = createClient({ url: '', ...(token === '' ? {} : { token }), formToken: () => formToken });
  const session = async (): Promise<Session> => {
    const who = await client.call('GET /api/v1/session', {});
    formToken = who.formToken;
    return who;
  };
  return {
    session,
    signIn: (name: string, password: string) => client.call('POST /api/v1/session', { body: { name, password } }),
    signOut: () => client.call('DELETE /api/v1/session', {}),
    overview: () => client.call('GET /api/v1/overview', {}),
    images: (query: Filters) => client.call('GET /api/v1/images', { query: given(query) }),
    image: (digest: string) => client.call('GET /api/v1/images/{digest}', { params: { digest } }),
    report: (digest: string) => client.call('GET /api/v1/images/{digest}/report', { params: { digest } }),
    findings: (digest: string, query: Filters) =>
      client.call('GET /api/v1/images/{digest}/findings', {
        params: { digest },
        query: given(query),
      }),
    bases: (query: Filters) => client.call('GET /api/v1/bases', { query: given(query) }),
    comparison: (from: string, to: string) =>
      client.call('GET /api/v1/images/{digest}/comparison/{other}', { params: { digest: from, other: to } }),
    comparedFindings: (from: string, to: string, query: Filters) =>
      client.call('GET /api/v1/images/{digest}/comparison/{other}/findings', { params: { digest: from, other: to }, query: given(query) }),
    pastScans: (digest: string) => client.call('GET /api/v1/images/{digest}/scans', { params: { digest } }),
    submit: (reference: string) => client.call('POST /api/v1/images', { body: { reference } }),
    vulnerability: (id: string) => client.call('GET /api/v1/vulnerabilities/{id}', { params: { id } }),
    affected: (id: string, query: Filters) =>
      client.call('GET /api/v1/vulnerabilities/{id}/images', {
        params: { id },
        query: given(query),
      }),
    packageImages: (query: Filters) =>
      client.call('GET /api/v1/packages/images', { query: given(query) as Api['GET /api/v1/packages/images']['query'] }),
    jobs: (query: Filters) => client.call('GET /api/v1/jobs', { query: given(query) }),
    job: (id: string) => client.call('GET /api/v1/jobs/{id}', { params: { id } }),
    stopJob: (id: string) => client.call('POST /api/v1/jobs/{id}/stop', { params: { id } }),
    retryJob: (id: string) => client.call('POST /api/v1/jobs/{id}/retry', { params: { id } }),
    advisories: () => client.call('GET /api/v1/advisories', {}),
    updateAdvisories: () => client.call('POST /api/v1/advisories/update', {}),
    projects: () => client.call('GET /api/v1/projects', {}),
    makeProject: (name: string) => client.call('POST /api/v1/projects', { body: { name } }),
    policy: (project: string) => client.call('GET /api/v1/projects/{project}/policy', { params: { project } }),
    setPolicy: (project: string, body: Api['PUT /api/v1/projects/{project}/policy']['body']) =>
      client.call('PUT /api/v1/projects/{project}/policy', { params: { project }, body }),
    repositories: (query: Filters) => client.call('GET /api/v1/repositories', { query: given(query) }),
    setRepository: (body: Api['PUT /api/v1/repositories']['body']) => client.call('PUT /api/v1/repositories', { body }),
    registries: () => client.call('GET /api/v1/registries', {}),
    setRegistry: (body: Api['PUT /api/v1/registries']['body']) => client.call('PUT /api/v1/registries', { body }),
    deleteRegistry: (host: string, project: string) =>
      client.call('DELETE /api/v1/registries/{host}', { params: { host }, query: { project } }),
    hooks: () => client.call('GET /api/v1/hooks', {}),
    makeHook: (body: Api['POST /api/v1/hooks']['body']) => client.call('POST /api/v1/hooks', { body }),
    deleteHook: (id: number) => client.call('DELETE /api/v1/hooks/{id}', { params: { id } }),
    receivers: () => client.call('GET /api/v1/receivers', {}),
    makeReceiver: (body: Api['POST /api/v1/receivers']['body']) => client.call('POST /api/v1/receivers', { body }),
    deleteReceiver: (id: number) => client.call('DELETE /api/v1/receivers/{id}', { params: { id } }),
    accounts: () => client.call('GET /api/v1/accounts', {}),
    makeAccount: (body: Api['POST /api/v1/accounts']['body']) => client.call('POST /api/v1/accounts', { body }),
    changeAccount: (name: string, body: Api['PATCH /api/v1/accounts/{name}']['body']) =>
      client.call('PATCH /api/v1/accounts/{name}', { params: { name }, body }),
    tokens: () => client.call('GET /api/v1/tokens', {}),
    makeToken: (body: Api['POST /api/v1/tokens']['body']) => client.call('POST /api/v1/tokens', { body }),
    revokeToken: (id: number) => client.call('DELETE /api/v1/tokens/{id}', { params: { id } }),
    audit: (query: Filters) => client.call('GET /api/v1/audit', { query: given(query) }),
  };
}

export type ServerApi = ReturnType<typeof makeServerApi>;
export type {
  Account,
  AuditEntry,
  Base,
  ComparedFinding,
  Comparison,
  Finding,
  Hook,
  Image,
  ImageSummary,
  Job,
  Overview,
  PastScan,
  Project,
  Receiver,
  RegistryCredential,
  Repository,
  Session,
  Token,
  Vulnerability,
};
export type Policy = Api['GET /api/v1/projects/{project}/policy']['answer'];
export type Counts = ImageSummary['counts'];
export type ImageLayer = Image['layers'][number];
export type AffectedPackage = Vulnerability['packages'][number];
export type AffectedImage = Api['GET /api/v1/vulnerabilities/{id}/images']['answer']['items'][number];

/** A page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Cursor of the next; absent on the last. */
  readonly next?: string;
}

/** Values from the address bar. The server says which of them it does not know. */
type Filters = Readonly<Record<string, string | number | undefined>>;

function given(filters: Filters): Filters {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined && value !== ''));
}
