/** A Notary service that its operator ends. */
export interface Retirement {
  /** Host that is meant, or with a leading dot every host under it. */
  readonly host: string;
  readonly operator: string;
  /** The first moment at which it is gone. */
  readonly endsAt: Date;
  /** Where that is said. */
  readonly source: string;
}

export const retirements: readonly Retirement[] = [
  {
    host: 'notary.docker.io',
    operator: 'Docker',
    endsAt: new Date('2026-12-08T00:00:00Z'),
    source: 'https://docs.docker.com/engine/security/trust/',
  },
  {
    host: '.azurecr.io',
    operator: 'Azure Container Registry',
    endsAt: new Date('2028-03-31T00:00:00Z'),
    source: 'https://aka.ms/acr/dctdeprecation',
  },
];

/** The first Docker whose pull, push, build, run and create know nothing of Content Trust (docker/cli pull request 6603). */
export const firstDockerWithout = 29;

/** `host` as a finding has it: a name, perhaps with a port. */
export function findRetirement(host: string): Retirement | undefined {
  const name = `.${host.replace(/:\d+$/, '')}`;
  return retirements.find((each) => (each.host.startsWith('.') ? name.endsWith(each.host) : name === `.${each.host}`));
}

/** Whole days until then, 0 on the last one; negative after it. */
export function daysUntil(end: Date, now: Date): number {
  return Math.floor((end.getTime() - now.getTime()) / 86_400_000);
}
