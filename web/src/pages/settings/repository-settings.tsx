import { type ReactNode } from 'react';
import { ActionButton } from '../../parts/action-button.tsx';
import { ChangeForm } from '../../parts/change-form.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { Field } from '../../parts/field.tsx';
import { Link } from '../../parts/link.tsx';
import { Listed } from '../../parts/listed.tsx';
import { usePages } from '../../parts/more.tsx';
import { ProjectSelect } from '../../parts/project-select.tsx';
import { number } from '../../parts/severity.tsx';
import { Empty } from '../../parts/state.tsx';
import { Time } from '../../parts/time.tsx';
import { type Repository } from '../../server-api.ts';
import { useClient, useRights } from '../../session.tsx';

/** Repositories of registries: whether pushes are scanned, and which tags are looked at regularly. */
export function RepositorySettings(): ReactNode {
  const client = useClient();
  const { isEditor } = useRights();
  const query = usePages(['repositories'], (cursor) => client.repositories({ cursor }));
  return (
    <>
      {isEditor && <WatchForm />}
      <Listed
        query={query}
        empty={<Empty title="No repository is known yet.">A repository appears here when one of its images is pushed or scanned.</Empty>}
      >
        {(repositories) => <Table repositories={repositories} canChange={isEditor} />}
      </Listed>
    </>
  );
}

function WatchForm(): ReactNode {
  const client = useClient();
  return (
    <ChangeForm
      action="Watch"
      changes="repositories"
      send={({ text }) =>
        client.setRepository({
          repository: text('repository'),
          project: text('project'),
          watch: { tags: text('tags'), newest: Number(text('newest')) },
        })
      }
      answered={({ name }) => <p className="met">{name} is watched.</p>}
    >
      <Field label="Repository" name="repository" placeholder="registry.example.com/team/app" size={34} />
      <Field label="Tags" name="tags" defaultValue="*" hint="* stands for any characters" />
      <Field label="Newest" name="newest" type="number" min={1} max={1_000} defaultValue={20} />
      <ProjectSelect />
    </ChangeForm>
  );
}

function Table({ repositories, canChange }: { readonly repositories: readonly Repository[]; readonly canChange: boolean }): ReactNode {
  const { projects } = useRights();
  return (
    <DataTable
      rows={repositories}
      keyOf={({ id }) => String(id)}
      columns={[
        {
          title: 'Repository',
          cell: (repository) => <Link to={`/images?name=${encodeURIComponent(pathOf(repository))}`}>{pathOf(repository)}</Link>,
        },
        ...(projects.length > 1 ? [{ title: 'Project', cell: ({ project }: Repository) => project }] : []),
        { title: 'Tags', isCount: true, cell: ({ tags }) => number(tags) },
        { title: 'Pushes', cell: ({ isEnabled }) => (isEnabled ? 'scanned' : 'not scanned') },
        { title: 'Watched', cell: ({ watch }) => (watch === undefined ? 'no' : `${watch.newest} newest of ${watch.tags}`) },
        { title: 'Looked at', cell: ({ checkedAt }) => (checkedAt === undefined ? '' : <Time at={checkedAt} />) },
        ...(canChange ? [{ title: 'Action', cell: (repository: Repository) => <Actions repository={repository} /> }] : []),
      ]}
    />
  );
}

function Actions({ repository }: { readonly repository: Repository }): ReactNode {
  const client = useClient();
  const { project, isEnabled, watch } = repository;
  const path = pathOf(repository);
  return (
    <span className="actions">
      <ActionButton
        title={isEnabled ? 'Disable' : 'Enable'}
        label={`${isEnabled ? 'Disable' : 'Enable'} ${path}`}
        changes="repositories"
        act={() => client.setRepository({ repository: path, project, isEnabled: !isEnabled })}
      />
      {watch !== undefined && (
        <ActionButton
          title="Stop watching"
          label={`Stop watching ${path}`}
          changes="repositories"
          act={() => client.setRepository({ repository: path, project, isEnabled, watch: null })}
        />
      )}
    </span>
  );
}

function pathOf({ registry, name }: Repository): string {
  return `${registry}/${name}`;
}
