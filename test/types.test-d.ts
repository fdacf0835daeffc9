/*
 * What must not compile. `tsc` reports every `@ts-expect-error` below that has no error under it.
 */
import { z } from 'zod';
import type { AnyEffect } from '../shared/aws/effect.ts';
import type { AnyReader } from '../shared/aws/reader.ts';
import { type AnyActionType, inverses, swap } from '../shared/core/action.ts';
import type { EventId } from '../shared/core/event.ts';
import { type AnyKind, defineKind, GONE } from '../shared/core/kind.ts';
import { type Messages, type Placeholders, type Violation } from '../shared/core/message.ts';
import type { Ref } from '../shared/core/ref.ts';
import { type AnyRule, defineRule } from '../shared/core/rule.ts';
import { casesOf } from './support/rule-cases.ts';

interface Door {
  readonly open?: boolean;
  readonly colour?: string;
}

const ids = () => ['front'];
const ref: Ref = { kind: 'door', account: '111122223333', region: 'eu-west-1', id: 'front' };
const door = defineKind<Door>()({
  name: 'door',
  type: 'AWS::Test::Thing',
  title: 'Door',
  blank: {},
  events: {
    'door:Open': { ids, sets: ['open'], evolve: (known) => ({ ...known, open: true }) },
    'door:Raze': { ids, evolve: () => GONE },
  },
});

const [shut, open] = inverses<Door, { readonly key: string }>()(
  { type: 'door.shut', describe: ({ key }) => key, simulate: (state) => ({ ...state, open: false }) },
  { type: 'door.open', describe: ({ key }) => key, simulate: (state) => ({ ...state, open: true }) },
);
const paint = swap<Door, string>()({
  type: 'door.paint',
  describe: ({ after }) => after,
  simulate: (state, { after }) => ({ ...state, colour: after }),
});

const messages = {
  open: 'It is open to {{who}}.',
  ajar: { text: '{{door}} is ajar, {{door}}!', severity: 'low' },
  plain: 'It is wrong.',
} as const satisfies Messages;

const parts = {
  id: 'door-open',
  title: 'Doors stay shut',
  severity: 'high',
  kind: door,
  watches: ['open'],
  controls: ['door-open'],
  options: z.strictObject({ guests: z.array(z.string()).default([]) }),
  messages,
  fix: 'Shut it.',
} as const;

// What does compile.
export const rule = defineRule({
  ...parts,
  judge: ({ open: isOpen }, { options, baseline }) =>
    isOpen && !baseline?.open ? [{ message: 'open', path: 'door', data: { who: options.guests.length } }] : [],
  remediation: {
    mode: 'auto',
    approveFor: ['ajar'],
    actions: [shut, paint],
    plan: ({ colour = '' }, violations) =>
      violations.map(({ path }) => (path ? shut({ key: path }) : paint({ before: colour, after: '' }))),
  },
});
export const widest: AnyRule = rule;
// @ts-expect-error -- an id is text
export const numbered: number = widest.id;
// @ts-expect-error -- judges states, not texts
widest.judge('open', { ref, options: {}, baseline: undefined, trusted: { accounts: [], organizations: [] }, now: 0 });

// What the registries hold is no `any`, which would accept everything.
type AreAny<T extends readonly unknown[]> = { [I in keyof T]: 0 extends 1 & T[I] ? true : false };
export const ofRule: AreAny<[AnyRule['id'], AnyRule['kind'], AnyRule['triggers'], AnyRule['messages']]> = [
  false,
  false,
  false,
  false,
];
export const ofKind: AreAny<[AnyKind['name'], AnyKind['blank'], AnyKind['events']]> = [false, false, false];
export const ofAction: AreAny<Parameters<AnyActionType['simulate']>> = [false, false];
export const ofReader: AreAny<[AnyReader['kind'], Awaited<ReturnType<AnyReader['read']>>]> = [false, false];
export const ofEffect: AreAny<Parameters<AnyEffect['apply']>> = [false, false, false];
export const names: readonly Placeholders<'{{a}} and {{b}}'>[] = ['a', 'b'];
// @ts-expect-error -- no such placeholder
export const otherName: Placeholders<'{{a}} and {{b}}'> = 'c';

// Triggers.
export const triggers: readonly ('door:Open' | 'door:Raze')[] = rule.triggers;
// @ts-expect-error -- they follow from the fields
defineRule({ ...parts, triggers: ['door:Open'], judge: () => [] });
// @ts-expect-error -- not an event of the kind
defineRule({ ...parts, notTriggeredBy: ['door:Opened'], judge: () => [] });
// @ts-expect-error -- an event of another service
defineRule({ ...parts, notTriggeredBy: ['ec2:CreateVpc'], judge: () => [] });
// @ts-expect-error -- not an event id at all
export const eventId: EventId = 'OpenDoor';

// Watched fields.
// @ts-expect-error -- the state has no such field
defineRule({ ...parts, watches: ['locked'], judge: () => [] });
// @ts-expect-error -- the state has no such field
defineRule({ ...parts, reads: ['locked'], judge: () => [] });
// @ts-expect-error -- the state has no such field
defineRule({ ...parts, judge: ({ locked }) => (locked ? [] : []) });

// Messages and their data.
// @ts-expect-error -- not declared
defineRule({ ...parts, judge: () => [{ message: 'wide', path: 'door', data: {} }] });
// @ts-expect-error -- nothing for {{who}}
defineRule({ ...parts, judge: () => [{ message: 'open', path: 'door', data: {} }] });
// @ts-expect-error -- nothing for {{door}}, in a message with a severity of its own
export const empty: Violation<typeof messages> = { message: 'ajar', path: 'door', data: {} };
// @ts-expect-error -- the placeholder has another name
export const misnamed: Violation<typeof messages> = { message: 'open', path: 'door', data: { whom: 'all' } };
// @ts-expect-error -- one too many
export const tooMany: Violation<typeof messages> = { message: 'open', path: 'door', data: { who: 'all', why: 'x' } };
// @ts-expect-error -- would be shown as [object Object]
export const object: Violation<typeof messages> = { message: 'open', path: 'door', data: { who: {} } };
// @ts-expect-error -- would be shown as undefined
export const nothing: Violation<typeof messages> = { message: 'open', path: 'door', data: { who: undefined } };
// @ts-expect-error -- names no place
export const nowhere: Violation<typeof messages> = { message: 'plain', data: {} };
// @ts-expect-error -- no such severity
defineRule({ ...parts, severity: 'severe', judge: () => [] });
// @ts-expect-error -- ids of frameworks are joined, not declared
defineRule({ ...parts, controls: { 'cis-5.0': ['5.3'] }, judge: () => [] });
// @ts-expect-error -- says not what is left out
defineRule({ ...parts, controls: [{ control: 'door-open' }], judge: () => [] });

// Options.
// @ts-expect-error -- not declared
defineRule({ ...parts, judge: (_, { options }) => (options.strangers ? [] : []) });

// Actions and plans.
defineRule({
  ...parts,
  judge: () => [],
  // @ts-expect-error -- plans what it does not declare
  remediation: { mode: 'auto', actions: [shut], plan: () => [open({ key: 'a' })] },
});
defineRule({
  ...parts,
  judge: () => [],
  // @ts-expect-error -- only what can be switched on
  remediation: { mode: 'off', actions: [shut], plan: () => [shut({ key: 'a' })] },
});
defineRule({
  ...parts,
  judge: () => [],
  // @ts-expect-error -- approval for a message that there is not
  remediation: { mode: 'auto', approveFor: ['wide'], actions: [shut], plan: () => [shut({ key: 'a' })] },
});
// @ts-expect-error -- a parameter is missing
shut({});
// @ts-expect-error -- what was there before is missing: it could not be undone
paint({ after: 'red' });

// Kinds.
// @ts-expect-error -- an id without a service
defineKind<Door>()({ name: 'door', type: 'AWS::Test::Thing', title: 'Door', blank: {}, events: { Open: { ids } } });
defineKind<Door>()({
  name: 'door',
  type: 'AWS::Test::Thing',
  title: 'Door',
  blank: {},
  // @ts-expect-error -- sets a field that the state does not have
  events: { 'door:Open': { ids, sets: ['locked'] } },
});
defineKind<Door>()({
  name: 'door',
  type: 'AWS::Test::Thing',
  title: 'Door',
  blank: {},
  // @ts-expect-error -- evolves into something else
  events: { 'door:Open': { ids, evolve: () => ({ open: 'yes' }) } },
});
defineKind<Door>()({
  name: 'door',
  type: 'AWS::Test::Thing',
  title: 'Door',
  blank: {},
  // @ts-expect-error -- a state cannot be written to
  events: { 'door:Open': { ids, evolve: (known) => ((known.open = true), known) } },
});
defineKind<Door>()({
  name: 'door',
  type: 'AWS::Test::Thing',
  title: 'Door',
  // @ts-expect-error -- unknown is left out, never undefined
  blank: { open: undefined },
  events: { 'door:Open': { ids } },
});

// Cases.
// @ts-expect-error -- a state that the kind does not have
casesOf(rule, { compliant: [{ name: 'shut', state: { open: 'no' } }], drifted: [], events: [] });
// @ts-expect-error -- an option that the rule does not have
casesOf(rule, { compliant: [{ name: 'shut', state: {}, options: { strangers: [] } }], drifted: [], events: [] });
