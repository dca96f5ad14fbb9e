import { type InputHTMLAttributes, type ReactNode, useId } from 'react';

type Props = Omit<InputHTMLAttributes<HTMLInputElement>, 'id' | 'className'> & {
  readonly label: string;
  /** What to write, where the label does not say it. */
  readonly hint?: string;
};

/** A labelled input of a form; it has to be filled in unless `required` says otherwise. */
export function Field({ label, hint, required = true, ...rest }: Props): ReactNode {
  const id = useId();
  return (
    <span className="filter">
      <label htmlFor={id}>
        {label}
        {hint !== undefined && `, ${hint}`}
      </label>
      <input id={id} required={required} {...rest} />
    </span>
  );
}

interface SelectProps {
  readonly label: string;
  readonly name: string;
  readonly choices: readonly string[];
  readonly value?: string;
}

/** A labelled choice of a form. */
export function Select({ label, name, choices, value }: SelectProps): ReactNode {
  const id = useId();
  return (
    <span className="filter">
      <label htmlFor={id}>{label}</label>
      <select id={id} name={name} defaultValue={value}>
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {choice.replaceAll('-', ' ')}
          </option>
        ))}
      </select>
    </span>
  );
}
