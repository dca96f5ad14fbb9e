/**
 * Sorts and filters rows that are there already: it makes no elements of text, and without it the page shows everything. Of a table with tens of thousands
 * of rows, a filter touches only those that change.
 */
export const script = `
'use strict';
for (const table of document.querySelectorAll('table.findings')) {
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const section = table.closest('section');
  const filters = section.querySelector('.filters');
  const status = section.querySelector('[role=status]');
  const text = filters.querySelector('input');
  const selects = [...filters.querySelectorAll('select')];
  const texts = rows.map((row) => row.textContent.toLowerCase());
  filters.hidden = false;
  const filter = () => {
    const words = text.value.toLowerCase().split(/\\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, at) => {
      const fits = words.every((word) => texts[at].includes(word)) && selects.every(({ name, value }) => value === '' || row.dataset[name] === value);
      if (row.hidden === fits) row.hidden = !fits;
      if (fits) shown++;
    });
    status.textContent = shown === rows.length ? rows.length + ' findings' : shown + ' of ' + rows.length + ' findings';
  };
  let timer = 0;
  text.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(filter, 120); });
  for (const select of selects) select.addEventListener('change', filter);
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const label = head.textContent;
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = label;
    head.replaceChildren(button);
    button.addEventListener('click', () => {
      const down = head.getAttribute('aria-sort') === 'ascending';
      for (const other of heads) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      const compare = new Intl.Collator('en', { numeric: true }).compare;
      const keys = new Map(rows.map((row, at) => [row, [row.cells[column].dataset.key ?? row.cells[column].textContent, at]]));
      const sorted = [...rows].sort((a, b) => (down ? -1 : 1) * compare(keys.get(a)[0], keys.get(b)[0]) || keys.get(a)[1] - keys.get(b)[1]);
      body.append(...sorted);
    });
  });
  filter();
}
`;
