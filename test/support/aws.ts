import { S3ControlClient } from '@aws-sdk/client-s3-control';
import { describe, expect, inject } from 'vitest';
import { effects } from '../../generated/effects.ts';
import { type Aws, createAws } from '../../shared/aws/clients.ts';
import type { AnyReader } from '../../shared/aws/reader.ts';
import type { Action, NewIds } from '../../shared/core/action.ts';
import { GONE } from '../../shared/core/kind.ts';
import type { Ref } from '../../shared/core/ref.ts';
import { actionType, canonical } from './test-rule.ts';

/** The account that moto plays. */
export const MOTO_ACCOUNT = '123456789012';
export const PLACE = { account: MOTO_ACCOUNT, region: 'eu-west-1' };

/** Tests that make real API calls against the local stand-in; left out where it is not installed. */
export const describeWithMoto = inject('moto') === '' ? describe.skip : describe;

/** Clients of the local stand-in. What it has not implemented comes as a server error, so nothing is tried twice. */
export function motoAws(): Aws {
  process.env['AWS_ENDPOINT_URL'] = inject('moto');
  process.env['AWS_ACCESS_KEY_ID'] = 'test';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'test';
  return createAws({ maxAttempts: 1, requestTimeout: 30_000 });
}

export function refOn(reader: AnyReader, id: string, region = PLACE.region): Ref {
  return { kind: reader.kind.name, account: MOTO_ACCOUNT, region, id };
}

/** Every id that `list` gives, page by page. */
export async function listed(reader: AnyReader, aws: Aws, place = PLACE): Promise<readonly string[]> {
  const ids: string[] = [];
  let next: string | undefined;
  do {
    const page = await reader.list(place, aws, next);
    ids.push(...page.ids);
    next = page.next;
  } while (next !== undefined);
  return ids;
}

export async function applyAction(ref: Ref, { type, params }: Action, aws: Aws): Promise<NewIds> {
  const known = (await effects[ref.kind]?.())?.default.find((effect) => effect.type === type);
  if (!known) expect.fail(`no effect for ${type}`);
  return known.apply(ref, params, aws);
}

/**
 * The law every action keeps: what it does in AWS is what it says it would do, doing it twice is
 * doing it once, and its inverse restores the state before.
 */
export async function expectConforming(
  reader: AnyReader,
  ref: Ref,
  action: Action,
  aws: Aws,
  {
    motoRepeats = true,
  }: {
    /** Whether moto, like AWS, answers a repetition as one; say where it is used why not. */ motoRepeats?: boolean;
  } = {},
): Promise<void> {
  const read = async (): Promise<object> => {
    const state = await reader.read(ref, aws);
    return state === GONE ? expect.fail(`${ref.id} is gone`) : state;
  };
  const before = await read();
  const type = actionType(action.type);
  await applyAction(ref, action, aws);
  const after = await read();
  expect(canonical(after), `${action.type} does something else than it says`).toEqual(
    canonical(type.simulate(before, action.params)),
  );
  expect(canonical(after), `${action.type} does nothing`).not.toEqual(canonical(before));
  if (motoRepeats) await applyAction(ref, action, aws);
  expect(canonical(await read()), `${action.type} twice is not ${action.type} once`).toEqual(canonical(after));
  const inverse = type.inverse(action.params);
  await applyAction(ref, inverse, aws);
  expect(canonical(await read()), `${inverse.type} does not restore the state before`).toEqual(canonical(before));
  if (motoRepeats) await applyAction(ref, inverse, aws);
  expect(canonical(await read()), `${inverse.type} twice is not ${inverse.type} once`).toEqual(canonical(before));
}

/** S3 Control puts the account before the host's name; moto's host has none that something could be put before. */
export function withoutHostPrefix(aws: Aws): Aws {
  process.env['AWS_ENDPOINT_URL_S3_CONTROL'] = process.env['AWS_ENDPOINT_URL']?.replace('127.0.0.1', 'localhost');
  const s3 = aws.client(S3ControlClient, { region: 'us-east-1' });
  s3.middlewareStack.add(
    (next) => (args) => {
      const request = args.request as { hostname: string };
      request.hostname = '127.0.0.1';
      return next(args);
    },
    { step: 'finalizeRequest', priority: 'low' },
  );
  return aws;
}
