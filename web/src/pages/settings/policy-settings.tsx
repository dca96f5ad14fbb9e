import { useQuery } from '@tanstack/react-query';
import { type ReactNode } from 'react';
import { ChangeForm } from '../../parts/change-form.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { Field, Select } from '../../parts/field.tsx';
import { number } from '../../parts/severity.tsx';
import { Loaded } from '../../parts/state.tsx';
import { Time } from '../../parts/time.tsx';
import { type Policy, type Project } from '../../server-api.ts';
import { useClient, useRights } from '../../session.tsx';

const severities = ['critical', 'high', 'medium', 'low', 'negligible', 'unknown'] as const;
const answers = ['fail', 'warn', 'pass'] as const;

/** Projects, and what their images are judged by. */
export function PolicySettings(): ReactNode {
  const client = useClient();
  const { isAdmin } = useRights();
  const query = useQuery({ queryKey: ['projects'], queryFn: client.projects });
  return (
    <Loaded query={query}>
      {({ items }) => (
        <>
          {items.map((project) => (
            <PolicyOf key={project.name} project={project} />
          ))}
          <h2>Projects</h2>
          <DataTable
            rows={items}
            keyOf={({ name }) => name}
            columns={[
              { title: 'Project', cell: ({ name }) => name },
              { title: 'Images', isCount: true, cell: ({ images }) => number(images) },
              { title: 'Made', cell: ({ createdAt }) => <Time at={createdAt} /> },
            ]}
          />
          {isAdmin && (
            <ChangeForm action="Make a project" changes="projects" send={({ text }) => client.makeProject(text('name'))}>
              <Field label="Name" name="name" maxLength={100} />
            </ChangeForm>
          )}
        </>
      )}
    </Loaded>
  );
}

function PolicyOf({ project: { name } }: { readonly project: Project }): ReactNode {
  const client = useClient();
  const { isOwner } = useRights();
  const query = useQuery({ queryKey: ['policy', name], queryFn: () => client.policy(name) });
  return (
    <section aria-label={`Policy of ${name}`}>
      <h2>Policy of {name}</h2>
      <Loaded query={query}>
        {(policy) => (isOwner ? <PolicyForm project={name} policy={policy} /> : <PolicyWords policy={policy} />)}
      </Loaded>
    </section>
  );
}

function PolicyWords({ policy: { severities: failing, ignoreUnfixed, knownExploited } }: { readonly policy: Policy }): ReactNode {
  return (
    <p>
      {failing.length === 0 ? 'No severity fails an image' : `An image fails with a finding that is ${failing.join(' or ')}`}
      {ignoreUnfixed && failing.length > 0 ? ' and has a fix' : ''}. Vulnerabilities that are known to be exploited: {knownExploited}.
    </p>
  );
}

function PolicyForm({ project, policy }: { readonly project: string; readonly policy: Policy }): ReactNode {
  const client = useClient();
  return (
    <ChangeForm
      action="Save"
      isEdit
      changes="policy"
      send={({ all, isChecked, text }) =>
        client.setPolicy(project, {
          severities: severities.filter((severity) => all('severities').includes(severity)),
          ignoreUnfixed: isChecked('ignoreUnfixed'),
          knownExploited: answers.find((answer) => answer === text('knownExploited')) ?? 'fail',
        })
      }
      answered={() => <p className="met">Saved. The images are judged again.</p>}
    >
      <fieldset className="filter">
        <legend>Fails with findings that are</legend>
        <span className="checks">
          {severities.map((severity) => (
            <label key={severity}>
              <input type="checkbox" name="severities" value={severity} defaultChecked={policy.severities.includes(severity)} /> {severity}
            </label>
          ))}
        </span>
      </fieldset>
      <label className="check">
        <input type="checkbox" name="ignoreUnfixed" defaultChecked={policy.ignoreUnfixed} /> only if they have a fix
      </label>
      <Select label="Known to be exploited" name="knownExploited" choices={answers} value={policy.knownExploited} />
    </ChangeForm>
  );
}
