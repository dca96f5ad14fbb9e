import { type ReactNode, useEffect, useId, useState } from 'react';

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly choices: readonly string[];
  /** Whether one of them is always chosen. */
  readonly isNeeded?: boolean;
  readonly onChange: (value: string) => void;
}

export function Choice({ label, value, choices, isNeeded = false, onChange }: ChoiceProps): ReactNode {
  const id = useId();
  return (
    <span className="filter">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
        {!isNeeded && <option value="">any</option>}
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {choice.replaceAll('-', ' ')}
          </option>
        ))}
      </select>
    </span>
  );
}

const pauseMs = 250;

/** Asks when the person stops typing. */
export function SearchBox({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}): ReactNode {
  const id = useId();
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    if (typed === value) return undefined;
    const timer = window.setTimeout(() => onChange(typed), pauseMs);
    return () => window.clearTimeout(timer);
  }, [typed, value, onChange]);
  return (
    <span className="filter">
      <label htmlFor={id}>{label}</label>
      <input id={id} type="search" value={typed} onChange={(event) => setTyped(event.target.value)} />
    </span>
  );
}
