import { isoTime, plain } from '../../../shared/core/text.ts';
import type { Paint } from '../text.ts';
import { explain } from './explain.ts';
import { type ChecklistReport, type ChecklistsReport, countsOf, placeOf } from './report.ts';

const STATE_WIDTH = 14;

/** For people at a terminal. Long texts are wrapped, and nothing is cut off. */
export function checklistTable(report: ChecklistsReport, paint: Paint, width: number): string {
  const { reports, from, at, note, isWhole } = report;
  return [
    ...reports.flatMap((each) => oneTable(each, paint, width, isWhole)),
    ...wrapped(`From ${from}, ${isoTime(at)}.`, 0, width),
    ...(note === undefined ? [] : wrapped(`Note: ${note}`, 0, width)),
    '',
  ].join('\n');
}

function oneTable({ view, states }: ChecklistReport, paint: Paint, width: number, isWhole: boolean): readonly string[] {
  const idWidth = Math.max(9, ...states.map(({ statement }) => statement.id.length)) + 2;
  const indent = idWidth + STATE_WIDTH;
  return [
    paint.bold(plain(view.title)),
    ...(view.page === undefined ? [] : [view.page]),
    ...(view.caution === undefined ? [] : wrapped(view.caution, 0, width)),
    '',
    paint.bold(`${'STATEMENT'.padEnd(idWidth)}${'STATE'.padEnd(STATE_WIDTH)}WHAT IT SAYS`),
    ...states.flatMap((state) => {
      const { statement } = state;
      const [first = '', ...more] = wrapped(statement.says, indent, width);
      const about = [
        ...(isWhole && statement.section ? [`On the page: ${placeOf(statement)}.`] : []),
        ...explain(state, isWhole ? Infinity : undefined),
        ...(isWhole && statement.note !== undefined ? [statement.note] : []),
      ];
      return [
        `${statement.id.padEnd(idWidth)}${state.state.padEnd(STATE_WIDTH)}${first.trimStart()}`,
        ...more,
        ...about.flatMap((sentence) => wrapped(sentence, indent, width)).map(paint.dim),
      ];
    }),
    '',
    paint.bold(countsOf(states)),
    '',
  ];
}

/** The words of a text on lines of at most `width` characters; a word that is longer is broken. */
export function wrapped(text: string, indent: number, width: number): readonly string[] {
  const room = Math.max(20, width - indent);
  const lines: string[] = [];
  let line = '';
  for (const word of plain(text)
    .split(' ')
    .flatMap((each) => piecesOf(each, room))) {
    if (line && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  return [...lines, line].map((each) => `${' '.repeat(indent)}${each}`);
}

function piecesOf(word: string, room: number): readonly string[] {
  return word.length <= room ? [word] : [word.slice(0, room), ...piecesOf(word.slice(room), room)];
}
