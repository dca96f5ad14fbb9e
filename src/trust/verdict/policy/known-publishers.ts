/** Publishers that a policy may name by one word. What each vouches for is its own repositories, never what others push beside them. */
export const knownPublishers = {
  'docker-official': { title: 'Docker Official Images', images: ['docker.io/library/*'] },
  microsoft: { title: 'Microsoft Artifact Registry', images: ['mcr.microsoft.com/**'] },
  'red-hat': { title: 'Red Hat Ecosystem Catalog', images: ['registry.access.redhat.com/**', 'registry.redhat.io/**'] },
  distroless: { title: 'Google Distroless', images: ['gcr.io/distroless/**'] },
  chainguard: { title: 'Chainguard Images', images: ['cgr.dev/chainguard/*'] },
  kubernetes: { title: 'Kubernetes project', images: ['registry.k8s.io/**'] },
} as const satisfies Record<string, { readonly title: string; readonly images: readonly string[] }>;

export type KnownPublisher = keyof typeof knownPublishers;

export const knownPublisherNames = Object.keys(knownPublishers) as readonly KnownPublisher[];
