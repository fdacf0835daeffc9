import { isoTime, plain } from '../../../shared/core/text.ts';
import { explain } from './explain.ts';
import { type ChecklistReport, type ChecklistsReport, countsOf, placeOf } from './report.ts';

/** A row for each statement, as RFC 4180 says. */
export function checklistCsv({ reports, from, at, note }: ChecklistsReport): string {
  const rows = reports.flatMap(({ view, states }) =>
    states.map((state) => [
      view.name,
      state.statement.id,
      state.statement.section ? placeOf(state.statement) : '',
      state.state,
      state.since === undefined ? '' : isoTime(state.since),
      state.statement.says,
      explain(state, Infinity).join(' '),
      [`From ${from}, ${isoTime(at)}.`, ...(note === undefined ? [] : [note])].join(' '),
    ]),
  );
  const head = ['checklist', 'statement', 'place', 'state', 'keptSince', 'says', 'why', 'source'];
  return [head, ...rows].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}

/** A cell that begins like a formula would be carried out by a spreadsheet. */
function csvCell(text: string): string {
  const safe = plain(text).replace(/^[=+\-@]/, "'$&");
  return `"${safe.replaceAll('"', '""')}"`;
}

export function checklistMarkdown(report: ChecklistsReport): string {
  const { reports, from, at, note } = report;
  const table = ({ view, states }: ChecklistReport) => [
    `# ${markdownText(view.title)}`,
    '',
    ...(view.page === undefined ? [] : [`<${view.page}>`, '']),
    ...(view.caution === undefined ? [] : [view.caution, '']),
    '| statement | state | what it says | why |',
    '| --- | --- | --- | --- |',
    ...states.map(
      (state) =>
        `| ${[state.statement.id, state.state, state.statement.says, explain(state, Infinity).join(' ')].map(markdownText).join(' | ')} |`,
    ),
    '',
    `**${countsOf(states)}**`,
    '',
  ];
  const source = [`From ${from}, ${isoTime(at)}.`, ...(note === undefined ? [] : [note])].join(' ');
  return [...reports.flatMap(table), markdownText(source), ''].join('\n');
}

/** What an account names itself must make no table, link or tag. */
export function markdownText(text: string): string {
  return plain(text)
    .replace(/[\\`*_[\]|]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%}th,td{border:1px solid #999;padding:.4rem .6rem;text-align:left;vertical-align:top}
td:nth-child(-n+2){white-space:nowrap}p.why{margin:.3rem 0 0;font-size:.9em;overflow-wrap:anywhere}
.broken{background:#fbd5d5}.undetermined{background:#fdeebf}.not-watched{background:#eee}.kept,.attested{background:#d8f0d8}`;

/** One page that needs nothing else, and has no scripts. */
export function checklistHtml(report: ChecklistsReport): string {
  const { reports, from, at, note } = report;
  const table = ({ view, states }: ChecklistReport) => [
    `<h1>${htmlText(view.title)}</h1>`,
    ...(view.page === undefined ? [] : [`<p><a href="${htmlText(view.page)}">${htmlText(view.page)}</a></p>`]),
    ...(view.caution === undefined ? [] : [`<p>${htmlText(view.caution)}</p>`]),
    `<p><strong>${htmlText(countsOf(states))}</strong></p>`,
    '<table><thead><tr><th>Statement</th><th>State</th><th>What it says</th></tr></thead><tbody>',
    ...states.map((state) => {
      const why = explain(state, Infinity).map((sentence) => `<p class="why">${linked(sentence)}</p>`);
      const { id, says } = state.statement;
      return `<tr><td>${htmlText(id)}</td><td class="${state.state.replace(' ', '-')}">${state.state}</td><td>${htmlText(says)}${why.join('')}</td></tr>`;
    }),
    '</tbody></table>',
  ];
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    `<title>${htmlText(reports.map(({ view }) => view.title).join(', '))}</title><style>${STYLE}</style></head><body>`,
    ...reports.flatMap(table),
    `<p>From ${htmlText(from)}, ${isoTime(at)}.${note === undefined ? '' : ` ${htmlText(note)}`}</p>`,
    '</body></html>',
    '',
  ].join('\n');
}

/** The address of an attestation's evidence as a link. No other scheme becomes one. */
function linked(sentence: string): string {
  return htmlText(sentence).replace(
    /https?:\/\/[^\s&]+(?:&amp;[^\s&]+)*/g,
    (address) =>
      `<a href="${address.replace(/[.,;:]+$/, '')}">${address.replace(/[.,;:]+$/, '')}</a>${/[.,;:]*$/.exec(address)?.[0] ?? ''}`,
  );
}

function htmlText(text: string): string {
  return plain(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
