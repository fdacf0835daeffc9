import { readdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Files and folders whose comments, names, messages and texts have none of the idioms below. The list grows until it
 * is everything that people read.
 */
const DONE: readonly string[] = [
  'README.md',
  'CHANGELOG.md',
  'SECURITY.md',
  'serverless.yml',
  'docs/architecture.md',
  'docs/checklists.md',
  'docs/checklists',
  'docs/frameworks.md',
  'docs/cost.md',
  'docs/deploy.md',
  'docs/events.md',
  'docs/log-formats.md',
  'docs/measured.md',
  'docs/notices.md',
  'docs/replay.md',
  'docs/rules',
  'docs/table.md',
  'CONTRIBUTING.md',
  'plumbline.example.yml',
  'bench',
  'cli',
  'deploy',
  'scripts',
  'shared/checklists',
  'shared/core',
  'shared/evaluate',
  'shared/logs',
  'shared/notices',
  'shared/policy',
  'shared/remediate',
  'shared/resources',
  'shared/rules',
  'shared/secrets',
  'functions',
  'shared/aws',
  'shared/config',
  'shared/notify',
  'shared/replay',
  'shared/respond',
  'shared/store',
];

/** Idioms that readers of English as a second language have to guess at, and what to write instead. */
const IDIOMS: readonly (readonly [idiom: string, instead: string])[] = [
  ['whoever', 'name the subject: "the process that", "a person who"'],
  ['whatever', 'name what it is, or "any"'],
  ['whichever', 'name what decides'],
  ['wherever', 'name the places'],
  ['(?:put|puts|putting) (?:it |them |that |things |anything |nothing )?back', '"remediate", "restore" or "undo"'],
  ['(?:put|puts|putting) (?:it |them |that |things |anything |something )?right', '"fix"'],
  ['told', '"sent", "delivered", "reported" or "given"'],
  ['tells? (?:apart|people|of)', '"distinguish", "notify" or "report"'],
  ['as it is', '"unchanged", "current" or nothing'],
  ['what of it', 'name the part'],
  ['stands? for', '"is", "matches" or "replaces"'],
  ['(?:comes?|came) again', '"is received again" or "is tried again"'],
  ["nobody's business", '"left out"'],
  ['no rule.s concern', '"not covered"'],
  ['nobody seen', '"unknown"'],
  ['errands?', '"job"'],
  ['deeds?', '"audit record"'],
];

/** Between two words of a text there may be a line break, with the mark of a comment. */
const GAP = String.raw`(?:\s|\*|//)+`;

interface Found {
  readonly line: number;
  readonly text: string;
  readonly instead: string;
}

function idiomsIn(text: string): readonly Found[] {
  return IDIOMS.flatMap(([idiom, instead]) =>
    [...text.matchAll(new RegExp(String.raw`\b${idiom.replaceAll(' ', GAP)}\b`, 'gi'))].map(({ 0: found, index }) => ({
      line: text.slice(0, index).split('\n').length,
      text: found.replace(new RegExp(GAP, 'g'), ' '),
      instead,
    })),
  );
}

function filesIn(place: string): readonly string[] {
  if (statSync(`${ROOT}${place}`).isFile()) return [place];
  return readdirSync(`${ROOT}${place}`, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(?:ts|js|md|yml|json)$/.test(path))
    .map((path) => `${place}/${path}`);
}

describe.each(DONE)('%s', (place) => {
  test('is written in plain English', () => {
    const files = filesIn(place);
    expect(files.length).toBeGreaterThan(0);
    const found = files.flatMap((file) =>
      idiomsIn(readFileSync(`${ROOT}${file}`, 'utf8')).map(
        ({ line, text, instead }) => `${file}:${line}: "${text}": write ${instead}`,
      ),
    );
    expect(found).toEqual([]);
  });
});

test.each([
  ['// Whoever wrote it looks again.', 'Whoever', 1],
  ['/**\n * The drift is put\n * back at once.\n */', 'put back', 2],
  ["const text = 'Nothing is told.';", 'told', 1],
  ['a\nb\n// as it\n// is', 'as it is', 3],
  ['// It puts things right.', 'puts things right', 1],
  ['`*` stands for any text', 'stands for', 1],
])('an idiom is found, also across lines: %j', (text, idiom, line) => {
  expect(idiomsIn(text)).toMatchObject([{ text: idiom, line }]);
});

test.each(['It is as fast as it gets.', 'indeed', 'a gold standard', 'the back of it', 'toldness'])(
  'plain words are none: %j',
  (text) => expect(idiomsIn(text)).toEqual([]),
);
