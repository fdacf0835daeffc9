import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const ROOT = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, ROOT), 'utf8');

/** Folders and files whose exported types are words of the project. */
const PLACES = [
  'shared/core',
  'shared/checklists',
  'shared/store/store.ts',
  'shared/store/control.ts',
  'shared/store/delivery.ts',
  'shared/store/record.ts',
  'shared/store/run.ts',
  'shared/store/sweep.ts',
  'shared/store/conflict.ts',
  'shared/store/update-finding.ts',
  'shared/evaluate',
  'shared/remediate',
  'shared/respond',
  'shared/replay',
  'shared/notify',
];

/** Types that are no words of their own, by what their names say. */
const FORMS: readonly (readonly [form: RegExp, reason: string])[] = [
  [/Ports$/, 'the ports of one use case'],
  [/Options$/, 'the parameters of one function'],
  [/^Any/, 'the widest type of a word, for registries'],
  [/^(?:Resource|Event|Run|Control|Compliance|Heartbeat|Sweep|Notice)Store$/, 'a part of the store'],
];

/** Types that are no words of their own, each with the reason. */
const HELPERS: Readonly<Record<string, string>> = {
  // shared/core
  ActionType: 'builds actions of one type',
  Advance: 'the return value of a step of the life cycle',
  Alias: 'a second name of a resource in an event',
  Arn: 'the parts of an ARN',
  AwsType: 'the form of the names that AWS gives types',
  Change: 'one field before and after, within a finding',
  Circumstances: 'the parameter of a step of the life cycle',
  Context: 'the second parameter of `judge`',
  ControlIds: 'the ids of each control, as they are generated',
  Known: 'what is known of all frameworks, as it is generated',
  KnownFramework: 'what is known of one framework',
  ShownIds: 'which ids of controls are shown',
  Envelope: 'the members that EventBridge adds to a record',
  EventId: 'the form of the name of an event, `ec2:CreateVolume`',
  EventMapping: 'one event of a kind',
  EventOf: 'calculates the events of a kind',
  Exchange: 'the parameters of one sort of action',
  Expected: 'what a plan was to make of a state so far, within one process',
  FieldOf: 'calculates the fields of a state',
  FindingEventDraft: 'a finding event before it has an id',
  FindingEventType: 'the types of finding events',
  Fixed: 'the parameter of a step of the life cycle',
  JudgedViolation: 'a violation and its text, within an evaluation',
  Messages: 'the messages of a rule',
  OrderedEvent: 'the members of an event by which events are sorted',
  Origin: 'the cause of some violations, within a finding',
  Placeholders: 'calculates the placeholders of a message',
  ResolvedMessage: 'a message with the defaults of its rule',
  RuleDefinition: 'the literal from which a rule is defined',
  Subject: 'the members of a finding that never change',
  Trusted: 'the accounts and organisations of the settings',
  Alternatives: 'the return value of `plan` where several may be right',
  Unplannable: 'the return value of `plan` where there is none',
  UnreadableEvent: 'the error of a record that cannot be read',
  RequestName: 'the names of requests',
  Unwrapped: 'the return value of `unwrap`',
  Neighbour: 'one of the neighbours of a resource',
  NeighbourType: 'declares which resources are neighbours',
  NeighbourTypes: 'the neighbours of a kind, by name',
  NeighboursOf: 'calculates the neighbours of a kind',
  // shared/checklists
  Attested: 'the attestation that is shown of a statement, and whether it counts',
  BreakingControl: 'a control of a statement, perhaps without some parts',
  ChecklistName: 'the names of checklists',
  Links: 'the links of a statement, by control',
  Need: 'an option that a rule needs to watch all of a control',
  Part: 'a part of the state of a statement',
  State: 'the names of the states of statements',
  Unseen: 'the part of a statement that no API of AWS shows',
  GivenFacts: 'facts without the findings',
  JudgedRule: 'what the counters say of one rule in one region',
  Naming: 'what is the same in all notices of a name',
  NoticeRecord: 'what is stored of a notice',
  Remembered: 'an occurrence within the record of a notice',
  Threshold: 'the settings of a notice, in milliseconds',
  // shared/store
  BeforeRun: 'the return value of one read',
  Claims: 'the claims of one event, by channel',
  EventToDeliver: 'the return value of one read',
  Control: 'what a pause, a resume or a reset changes',
  DeliverableEvent: 'a finding event or an audit record',
  PageOfWaiting: 'a page of the list of what waits',
  WaitingGroup: 'the parameter of one read',
  FindingUpdate: 'the return value of a decision on a stored finding',
  Overtaken: 'the error of a run that another process continued',
  PageOfRefs: 'a page of refs',
  SweepCounts: 'the numbers within a sweep',
  SweepRecord: 'how a sweep ended, within the next',
  RateLimitChange: 'a part of a transaction',
  Writes: 'one transaction',
  // shared/respond, shared/notify
  Called: 'a request with its caller',
  ControlDetail: 'an audit record for machines',
  ListedNotices: 'the notices in the answer to a person',
  NoticeDetail: 'a notice event for machines',
  // shared/evaluate
  Noticed: 'an occurrence with the notice that it counts for',
  Watch: 'finds what an event counts for',
  OnTags: 'a parameter of `read`',
  JudgedRun: 'the return value of the judgement of a run',
  Touched: 'a resource that a message touches',
  NeighboursByName: 'the neighbours that a rule uses',
  ChangeMessage: 'a message in the queue of changes',
  Conclusion: 'a finding after an evaluation, before it is stored',
  NamesByEvent: 'a table within an observation',
  Observation: 'the input of an evaluation',
  ObservedResource: 'the return value of `observe`',
  Proof: 'a judgement after one event, within an evaluation',
  Step: 'a state after one event, within an evaluation',
  Judged: 'the return value of the judgement of one resource',
  ListedPage: 'a page of a listing',
  PageJudged: 'the return value of the judgement of a page',
  Stepped: 'the return value of one step of a sweep',
  SweepMemory: 'what one invocation keeps from step to step',
  Swept: 'the return value of one sweep task',
  ToJudge: 'the parameter of the judgement of one resource',
  // shared/remediate
  Begun: 'the return value of an attempt to begin a run',
  Facts: 'the input of the gates',
  Job: 'a run within the process that executes it',
  Next: 'the return value of a state of a run',
  Outcome: 'the return value of one attempt of a run',
  Permit: 'the return value of the gates',
  Read: 'a state that was read, with its judgement',
  RemediationMessage: 'a message in the queue of remediations',
  StepFacts: 'the input of the gates before a step',
  Stopped: 'the error of a run that cannot go on',
  Try: 'the parameter of one attempt',
  UndoPermit: 'the return value of the gates of an undo',
  RestorePermit: 'everything that begins a restore',
  UndoRequest: 'a request in the queue of remediations',
  Verdict: 'the answer of a gate',
  // shared/respond
  Answer: 'the answer to a request',
  // shared/replay
  Accepted: 'the return value of one event of a replay',
  EventChange: 'a resource before and after one event',
  Exposure: 'two sums of times',
  NoticeReplay: 'counts for notices one record of a log after the other',
  ReplayedNotice: 'a notice in a log, and where its record is',
  Replayed: 'the return value of a replay',
  RuleMemory: 'a stored finding of the replay',
  RulesByEvent: 'a table of rules',
  Touch: 'a resource that an event touches',
  TrackedResource: 'a resource record of the replay',
  TrackedResources: 'the resource records of the replay',
  Tracker: 'judges one event of a replay after the other',
  Undetermined: 'an unknown that a replay counts',
  // shared/notify
  Command: 'a line for a shell, within a notification',
  DeliveryAttempt: 'the subject of a report',
  DeliveryOutcome: 'the content of a report',
  DriftDetail: 'a finding event for machines',
  Fact: 'a paragraph of a notification',
  Headline: 'the one line of a notification',
  JobMessage: 'a delivery job in a queue',
  Notifier: 'a handler of stream and queues',
  Queues: 'the two queues of delivery jobs',
  ReceivedJob: 'a delivery job in a queue, with its receipt',
  RetryRequest: 'the return value of a delivery that failed',
  Send: 'sends a finding event on one channel',
  SlackDeployment: 'the settings of one channel',
  SlackError: 'the error of one channel',
  SlackPayload: 'a notification in the form of Slack',
  StreamRecord: 'a finding event in the stream',
  QueuedJob: 'a delivery job with the time for which it is hidden',
  Surroundings: 'the parameter of a notification',
  Webhook: 'reads the URL of a webhook',
};

const glossary = /<!-- glossary -->\n([\s\S]*?)<!-- \/glossary -->/.exec(read('docs/architecture.md'))?.[1] ?? '';
const rows = glossary
  .trim()
  .split('\n')
  .slice(2)
  .map((row) => row.split('|').map((cell) => cell.trim()));
const words = rows.map(([, word = '']) => word);
const named = rows.flatMap(([, , types = '']) => [...types.matchAll(/`(\w+)`/g)].map(([, type = '']) => type));

const exported = PLACES.flatMap((place) =>
  place.endsWith('.ts') ? [place] : readdirSync(new URL(place, ROOT)).map((file) => `${place}/${file}`),
).flatMap((path) =>
  [...read(path).matchAll(/^export (?:interface|type|class) (\w+)/gm)].map(([, name = '']) => ({ name, path })),
);
const isForm = (name: string) => FORMS.some(([form]) => form.test(name));

test('a name is exported once, so that it has one meaning', () => {
  const names = exported.map(({ name }) => name);
  const twice = exported.filter(({ name }) => names.indexOf(name) !== names.lastIndexOf(name));
  expect(twice.map(({ name, path }) => `${path}: ${name}`)).toEqual([]);
});

test('the glossary has one row for each word', () => {
  expect(words.length).toBeGreaterThan(40);
  expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([]);
  expect(rows.filter((row) => row.length !== 5 || row[1] === '' || row[3] === '')).toEqual([]);
});

test('every exported type is in the glossary of docs/architecture.md, or a helper with a reason', () => {
  const unexplained = exported.filter(
    ({ name }) => !named.includes(name) && !isForm(name) && !Object.hasOwn(HELPERS, name),
  );
  expect(unexplained.map(({ name, path }) => `${path}: ${name}`)).toEqual([]);
});

test('every type that the glossary names is exported', () => {
  expect(named.filter((type) => !exported.some(({ name }) => name === type))).toEqual([]);
});

test('no type is in the glossary twice, or a helper as well', () => {
  expect(named.filter((type, index) => named.indexOf(type) !== index || Object.hasOwn(HELPERS, type))).toEqual([]);
});

test('every helper is exported and needs its place in the list', () => {
  const names = exported.map(({ name }) => name);
  expect(Object.keys(HELPERS).filter((name) => !names.includes(name) || isForm(name))).toEqual([]);
  expect(FORMS.filter(([form]) => !names.some((name) => form.test(name)))).toEqual([]);
});
