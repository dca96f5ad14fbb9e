import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useRef } from 'react';
import { Failure } from './state.tsx';

interface Props<Answer> {
  /** What the button says. */
  readonly action: string;
  /** Key of the lists to read again. */
  readonly changes: string;
  /** What to send, from the fields of the form. */
  readonly send: (values: FormValues) => Promise<Answer>;
  /** What to show of the answer. */
  readonly answered?: (answer: Answer) => ReactNode;
  /** Whether it changes what is there, so that its fields stay as they are; else it is empty again afterwards. */
  readonly isEdit?: boolean;
  readonly children: ReactNode;
}

/** Values of a form by name. */
export interface FormValues {
  /** Trimmed; empty where there is none. */
  text(name: string): string;
  /** As it was typed. */
  secret(name: string): string;
  isChecked(name: string): boolean;
  all(name: string): readonly string[];
}

/** A form in a row that sends something, and says what the server refused. */
export function ChangeForm<Answer>({ action, changes, send, answered, isEdit = false, children }: Props<Answer>): ReactNode {
  const queries = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const change = useMutation({
    mutationFn: (values: FormValues) => send(values),
    onSuccess: async () => {
      if (!isEdit) form.current?.reset();
      await queries.invalidateQueries({ queryKey: [changes] });
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    change.mutate(valuesOf(event.currentTarget));
  };
  return (
    <>
      <form ref={form} className="filters" onSubmit={submit}>
        {children}
        <button type="submit" className="primary" disabled={change.isPending}>
          {action}
        </button>
      </form>
      {change.isError && <Failure error={change.error} />}
      {change.data !== undefined && answered !== undefined && <div role="status">{answered(change.data)}</div>}
    </>
  );
}

function valuesOf(form: HTMLFormElement): FormValues {
  const data = new FormData(form);
  const secret = (name: string): string => {
    const value = data.get(name);
    return typeof value === 'string' ? value : '';
  };
  return {
    text: (name) => secret(name).trim(),
    secret,
    isChecked: (name) => data.has(name),
    all: (name) => data.getAll(name).filter((value) => typeof value === 'string'),
  };
}
