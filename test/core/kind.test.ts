import { describe, expect, test } from 'vitest';
import { decodeEvent, UnreadableEvent } from '../../shared/core/event.ts';
import { getText } from '../../shared/core/json.ts';
import { begins, defineKind, eventsSetting, evolve, GONE, mappingOf, refsOf } from '../../shared/core/kind.ts';
import { ACCOUNT, type RecordParts, trailRecord } from '../support/events.ts';

interface Door {
  readonly open?: boolean;
  readonly painted?: string;
}

const ids = (event: { readonly requestParameters: unknown }) =>
  (getText(event.requestParameters, 'doors') ?? '').split(' ');
const door = defineKind<Door>()({
  name: 'door',
  type: 'AWS::Test::Thing',
  title: 'Door',
  blank: {},
  events: {
    'door:CreateDoor': { ids, creates: true, evolve: () => ({ open: false }) },
    'door:ImportDoor': { ids, creates: (event) => getText(event.requestParameters, 'new') === 'yes' },
    'door:OpenDoor': { ids, evolve: (known) => ({ ...known, open: true }) },
    'door:KnockDoor': { ids },
    'door:DeleteDoor': { ids, evolve: () => GONE },
  },
});
const allDoors = defineKind<object>()({
  name: 'doors',
  type: 'AWS::Test::Thing',
  title: 'Doors',
  blank: {},
  global: true,
  events: { 'door:OpenDoor': { ids: () => ['all'] } },
});
const event = (name: string, parts: RecordParts = {}) =>
  decodeEvent(trailRecord(`door:${name}`, { request: { doors: 'front' }, ...parts }));

describe('the resources that an event touches', () => {
  test('are in the region of the event', () => {
    expect(refsOf(door, event('OpenDoor'))).toEqual([
      { kind: 'door', account: ACCOUNT, region: 'eu-west-1', id: 'front' },
    ]);
  });

  test('are in the global region if their kind is global', () => {
    const regionOf = (region: string) => refsOf(allDoors, event('OpenDoor', { region }))[0]?.region;
    expect([regionOf('eu-west-1'), regionOf('cn-northwest-1')]).toEqual(['us-east-1', 'cn-north-1']);
  });

  test('are listed once each', () => {
    const touched = refsOf(door, event('OpenDoor', { request: { doors: 'front back front' } }));
    expect(touched.map(({ id }) => id)).toEqual(['front', 'back']);
  });

  test('are none for a failed call, and for an event that the kind does not follow', () => {
    expect(refsOf(door, event('OpenDoor', { errorCode: 'AccessDenied' }))).toEqual([]);
    expect(refsOf(door, event('PaintDoor'))).toEqual([]);
    expect(mappingOf(door, event('toString'))).toBeUndefined();
  });

  test('cannot be read from an oversized request', () => {
    const request = { reason: 'requestParameters too large', omitted: true };
    expect(() => refsOf(door, event('OpenDoor', { request }))).toThrow(UnreadableEvent);
  });
});

describe('the events that decide a field', () => {
  const window = defineKind<{ readonly open?: boolean; readonly glass?: string }>()({
    name: 'window',
    type: 'AWS::Test::Thing',
    title: 'Window',
    blank: {},
    events: {
      'window:Make': { ids, creates: true, evolve: () => ({ open: false }) },
      'window:Open': { ids, sets: ['open'], evolve: (known) => ({ ...known, open: true }) },
      'window:Glaze': { ids, sets: ['glass'], evolve: (known) => ({ ...known, glass: 'clear' }) },
      'window:Clean': { ids },
      'window:Break': { ids, evolve: () => GONE },
    },
  });

  test('are those that name it, and those that name none', () => {
    expect(eventsSetting(window, ['open'])).toEqual(['window:Make', 'window:Open', 'window:Break']);
    expect(eventsSetting(window, ['glass', 'open'])).toEqual([
      'window:Make',
      'window:Open',
      'window:Glaze',
      'window:Break',
    ]);
  });

  test('are not those that prove nothing', () => {
    expect(eventsSetting(window, ['open', 'glass'])).not.toContain('window:Clean');
  });
});

describe('the known state', () => {
  test('begins with the blank state', async () => {
    expect(await evolve(door, undefined, event('OpenDoor'), 'front')).toEqual({ open: true });
    expect(await evolve(door, GONE, event('OpenDoor'), 'front')).toEqual({ open: true });
    expect(await evolve(door, GONE, event('KnockDoor'), 'front')).toEqual({});
  });

  test('grows from event to event', async () => {
    expect(await evolve(door, { painted: 'red' }, event('OpenDoor'), 'front')).toEqual({ painted: 'red', open: true });
  });

  test('does not change if the event proves nothing', async () => {
    const known: Door = { painted: 'red' };
    expect(await evolve(door, known, event('KnockDoor'), 'front')).toBe(known);
    expect(await evolve(door, known, event('PaintDoor'), 'front')).toBe(known);
  });

  test('is forgotten if the event creates the resource, and only then', async () => {
    const known: Door = { painted: 'red' };
    expect(await evolve(door, known, event('CreateDoor'), 'front')).toEqual({ open: false });
    const [fresh, again] = ['yes', 'no'].map((is) => event('ImportDoor', { request: { doors: 'front', new: is } }));
    if (!fresh || !again) throw new Error('no events');
    expect([begins(door, fresh), begins(door, again), begins(door, event('PaintDoor'))]).toEqual([true, false, false]);
    expect(await evolve(door, known, fresh, 'front')).toEqual({});
    expect(await evolve(door, known, again, 'front')).toEqual(known);
  });

  test('is GONE after a deletion', async () => {
    expect(await evolve(door, { open: true }, event('DeleteDoor'), 'front')).toBe(GONE);
  });
});
