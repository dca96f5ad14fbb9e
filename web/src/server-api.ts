import {
  type Api,
  type Finding,
  type Image,
  type ImageSummary,
  type Job,
  type Overview,
  type PastScan,
  type Vulnerability,
} from '../../src/client/api.ts';
import { createClient } from '../../src/client/client.ts';

/** What the pages ask the server, as whoever has the token. An empty text in a query stands for no filter. */
// eslint-disable-next-line @typescript-eslint/explicit-module-boundary-types -- its type is made from those of the operations
export function makeServerApi(token: string) {
  const client = createClient({ url: '', token });
  return {
    overview: () => client.call('GET /api/v1/overview', {}),
    images: (query: Filters) => client.call('GET /api/v1/images', { query: given(query) }),
    image: (digest: string) => client.call('GET /api/v1/images/{digest}', { params: { digest } }),
    findings: (digest: string, query: Filters) =>
      client.call('GET /api/v1/images/{digest}/findings', {
        params: { digest },
        query: given(query),
      }),
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
  };
}

export type ServerApi = ReturnType<typeof makeServerApi>;
export type { Finding, Image, ImageSummary, Job, Overview, PastScan, Vulnerability };
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
