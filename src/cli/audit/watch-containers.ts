import { collectRunning } from '../../audit/running/collect-running.ts';
import { type RunningContainer } from '../../audit/running/running-container.ts';
import { toContainerReport } from '../../audit/running/to-container-report.ts';
import { type Host } from '../../audit/host.ts';
import { type SecurityEvent } from '../../model/security-event.ts';
import { type Policy } from '../../policy/policy.ts';
import { findingEvents } from '../../report/event/finding-events.ts';
import { type CommandContext } from '../command.ts';

export interface WatchedContainers {
  readonly count: number;
  readonly events: readonly SecurityEvent[];
  /** By container and rule, for metrics. */
  readonly findings: ReadonlyMap<string, number>;
}

/** What is wrong with running containers now: changes, rights over the host, and statements of the policy that they break. Throws what the engine gives. */
export async function watchContainers(host: Host, policy: Policy, { runtime }: CommandContext): Promise<WatchedContainers> {
  const containers = await collectRunning(host, { hasContainer: () => true, openTo: new Map() }, runtime);
  const findings = new Map<string, number>();
  const events = containers.flatMap((container) => {
    const own = eventsOf(container, host, policy, runtime.now());
    for (const { name } of own) {
      const key = JSON.stringify([container.facts.name, name]);
      findings.set(key, (findings.get(key) ?? 0) + 1);
    }
    return own;
  });
  return { count: containers.length, events, findings };
}

function eventsOf(container: RunningContainer, host: Host, policy: Policy, now: Date): readonly SecurityEvent[] {
  const { facts } = container;
  const report = policy.apply(toContainerReport(container, undefined, undefined, now), now);
  const decision = policy.decide(report);
  const about = { host: host.name, time: now, container: { id: facts.id, name: facts.name, image: facts.image, ...(facts.imageId === undefined ? {} : { imageId: facts.imageId }) } }; // prettier-ignore
  const found = [...findingEvents({ report, decision }, {})].map((event) => ({ ...event, ...about, id: `${facts.id} ${event.id}` }));
  const broken = decision.statements.filter(({ isMet }) => !isMet).map((statement): SecurityEvent => {
    const name = statement.name ?? 'policy';
    return {
      ...about,
      id: `${facts.id} policy ${name} ${statement.violatedBy.join(' ')}`,
      kind: 'detection',
      name: 'policy-breach',
      title: `A running container breaks the policy: ${name}`,
      message: `container ${facts.name}: ${statement.text}`,
      severity: 'high',
      attributes: new Map([['statement', name], ...(statement.origin === undefined ? [] : [['origin', statement.origin] as const])]),
    };
  }); // prettier-ignore
  return [...found, ...broken];
}
