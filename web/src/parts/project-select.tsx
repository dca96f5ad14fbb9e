import { type ReactNode } from 'react';
import { useRights } from '../session.tsx';
import { Select } from './field.tsx';

/** The project of what a form makes; hidden where there is no choice. `also`: a choice beside the projects, offered first. */
export function ProjectSelect({ also }: { readonly also?: string }): ReactNode {
  const { projects } = useRights();
  const choices = [...(also === undefined ? [] : [also]), ...projects];
  if (choices.length < 2) return <input type="hidden" name="project" value={choices[0] ?? 'default'} />;
  return <Select label="Project" name="project" choices={choices} />;
}
