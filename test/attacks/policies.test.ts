import { describe, expect, test } from 'vitest';
import { UNSEEN } from '../../shared/core/kind.ts';
import { exactly } from '../../shared/core/listing.ts';
import { fingerprintOf } from '../../shared/core/plan.ts';
import { refKey } from '../../shared/core/ref.ts';
import type { IamEntity } from '../../shared/resources/iam-entity/kind.ts';
import type { FunctionStatement } from '../../shared/resources/lambda-function/kind.ts';
import { ACCOUNT } from '../support/events.ts';
import { putting } from '../support/overwriting.ts';
import { accountRoot, createStage, PARTNER, refOf, STRANGER, type Stage, type StageOptions } from './stage.ts';

/*
 * A fix takes away no more than what is wrong. What is right stays, in the same statement and beside it.
 */

interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Principal: { readonly AWS?: unknown; readonly Service?: unknown } | '*';
}
interface Document {
  readonly Statement: readonly Statement[];
}

const BUCKET = refOf('s3-bucket', 'site');
const OPEN = {
  blockPublicAcls: false,
  ignorePublicAcls: false,
  blockPublicPolicy: false,
  restrictPublicBuckets: false,
};
const allow = (Sid: string, Principal: unknown, parts: object = {}) => ({
  Sid,
  Effect: 'Allow',
  Principal,
  Action: 's3:GetObject',
  Resource: 'arn:aws:s3:::site/*',
  ...parts,
});
const policy = (...Statement: readonly object[]) => ({ Version: '2012-10-17', Id: 'of the owner', Statement });
const bucket = (...statements: readonly object[]) => ({
  acl: [],
  policy: policy(...statements),
  blockPublicAccess: OPEN,
  encryption: { algorithm: 'AES256', bucketKey: false },
});
const OWN = allow('Own', { AWS: accountRoot(ACCOUNT) });
const PARTNERS = allow('Partners', { AWS: [accountRoot(PARTNER)] });
const TLS = {
  Sid: 'Tls',
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: ['arn:aws:s3:::site', 'arn:aws:s3:::site/*'],
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
};
const trusting = (...rules: string[]): StageOptions => ({ rules, settings: { trusted: { accounts: [PARTNER] } } });

/** Whom the statements of a document allow something. */
function allowed({ Statement: statements }: Document): readonly string[] {
  const principals = ({ Principal }: Statement) =>
    typeof Principal === 'string' ? [Principal] : Object.values(Principal).flat();
  return statements
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(principals)
    .map(String)
    .sort();
}

describe('somebody who is trusted keeps the access, where', () => {
  test('anyone is added to the same statement of a bucket policy', async () => {
    const stage = createStage(trusting('s3-bucket-policy-public'));
    await stage.put(BUCKET, bucket(OWN, PARTNERS));
    await stage.put(BUCKET, bucket(OWN, allow('Partners', { AWS: [accountRoot(PARTNER), '*'] })));
    expect(stage.types()).toEqual(['opened', 'remediated']);
    expect(allowed((stage.stateOf(BUCKET) as { policy: Document }).policy)).toEqual([
      accountRoot(ACCOUNT),
      accountRoot(PARTNER),
    ]);
  });

  test('every statement of a bucket policy is replaced by one for anyone', async () => {
    const stage = createStage(trusting('s3-bucket-policy-public'));
    const write = allow('Write', { AWS: accountRoot(PARTNER) }, { Action: 's3:PutObject' });
    await stage.put(BUCKET, bucket(OWN, PARTNERS, write));
    await stage.put(BUCKET, bucket(allow('All', '*', { Action: 's3:*' })));
    expect(stage.types()).toEqual(['opened', 'remediated']);
    expect((stage.stateOf(BUCKET) as { policy: Document }).policy.Statement).toEqual([OWN, PARTNERS, write]);
  });

  test('a statement of a bucket policy is rewritten for anyone, in several elements', async () => {
    const stage = createStage(trusting('s3-bucket-policy-public'));
    await stage.put(BUCKET, bucket(OWN, PARTNERS));
    await stage.put(BUCKET, bucket(OWN, allow('Partners', '*', { Action: 's3:*', Resource: '*' })));
    expect(stage.types()).toEqual(['opened', 'remediated']);
    expect((stage.stateOf(BUCKET) as { policy: Document }).policy.Statement).toEqual([OWN, PARTNERS]);
  });

  test('one for anyone replaces a bucket policy that gave more: people are asked', async () => {
    const stage = createStage(trusting('s3-bucket-policy-public'));
    await stage.put(BUCKET, bucket({ ...PARTNERS, Action: ['s3:GetObject', 's3:PutObject'] }));
    await stage.put(BUCKET, bucket(allow('All', '*')));
    expect(stage.types()).toEqual(['opened', 'proposed']);
    await stage.approve('s3-bucket-policy-public', BUCKET);
    expect(stage.stateOf(BUCKET)).toMatchObject({ policy: null });
  });

  test('a stranger is added to the same statement of a bucket policy', async () => {
    const stage = createStage(trusting('s3-bucket-policy-external-account'));
    await stage.put(BUCKET, bucket(OWN, PARTNERS));
    await stage.put(BUCKET, bucket(OWN, allow('Partners', { AWS: [accountRoot(PARTNER), accountRoot(STRANGER)] })));
    await stage.approve('s3-bucket-policy-external-account', BUCKET);
    expect(stage.types().at(-1)).toBe('remediated');
    expect(allowed((stage.stateOf(BUCKET) as { policy: Document }).policy)).toEqual([
      accountRoot(ACCOUNT),
      accountRoot(PARTNER),
    ]);
  });

  test('a stranger, a partner and a service get into the trust policy of a role by one change', async () => {
    const role = refOf('iam-entity', 'role/app', 'us-east-1');
    const trust = (...Statement: readonly object[]): IamEntity => ({
      trust: policy(...Statement),
      inline: exactly([]),
      attached: exactly([]),
      versions: UNSEEN,
    });
    const assume = (Sid: string, Principal: unknown) => ({ Sid, Effect: 'Allow', Principal, Action: 'sts:AssumeRole' });
    const lambda = assume('Lambda', { Service: 'lambda.amazonaws.com' });
    const stage = createStage(trusting('iam-role-trust-opened'));
    await stage.put(role, trust(lambda));
    const ecs = assume('Ecs', { Service: 'ecs-tasks.amazonaws.com' });
    const accounts = [PARTNER, STRANGER].map((account) => assume(`Of${account}`, { AWS: accountRoot(account) }));
    await stage.put(role, trust(lambda, ...accounts, ecs));
    await stage.approve('iam-role-trust-opened', role);
    expect(stage.types().at(-1)).toBe('remediated');
    expect(allowed((stage.stateOf(role) as { trust: Document }).trust)).toEqual([
      accountRoot(PARTNER),
      'ecs-tasks.amazonaws.com',
      'lambda.amazonaws.com',
    ]);
  });

  test('a stranger and a partner get into a key policy by one statement', async () => {
    const key = refOf('kms-key', '0a1b2c3d-1111-4222-8333-444455556666');
    const use = (Sid: string, AWS: unknown, Action = 'kms:Decrypt') => ({
      Sid,
      Effect: 'Allow',
      Principal: { AWS },
      Action,
      Resource: '*',
    });
    const own = use('Own', accountRoot(ACCOUNT), 'kms:*');
    const stage = createStage(trusting('kms-policy-public'));
    await stage.put(key, { enabled: true, deletion: null, policy: policy(own) });
    const users = use('Users', [accountRoot(PARTNER), accountRoot(STRANGER)]);
    await stage.put(key, { enabled: true, deletion: null, policy: policy(own, users) });
    await stage.approve('kms-policy-public', key);
    expect(stage.types().at(-1)).toBe('remediated');
    expect(allowed((stage.stateOf(key) as { policy: Document }).policy)).toEqual([
      accountRoot(ACCOUNT),
      accountRoot(PARTNER),
    ]);
  });

  test('anyone gets a statement of a Lambda policy beside theirs', async () => {
    const fn = refOf('lambda-function', 'fn');
    const statement = (sid: string, Principal: unknown, Condition: object = {}): FunctionStatement => ({
      sid,
      statement: {
        Sid: sid,
        Effect: 'Allow',
        Principal,
        Action: 'lambda:InvokeFunction',
        Resource: `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:fn`,
        Condition,
      },
    });
    const upload = statement(
      'upload',
      { Service: 's3.amazonaws.com' },
      { StringEquals: { 'AWS:SourceAccount': ACCOUNT } },
    );
    const stage = createStage({ rules: ['lambda-policy-public'] });
    await stage.put(fn, { environment: [], policy: exactly([upload]) });
    await stage.put(fn, { environment: [], policy: exactly([upload, statement('anyone', '*')]) });
    expect(stage.types().at(-1)).toBe('remediated');
    expect((stage.stateOf(fn) as { policy: { items: FunctionStatement[] } }).policy.items).toEqual([upload]);
  });
});

describe('of a bucket policy', () => {
  const RULE = 's3-bucket-policy-public';
  const strange = [
    {
      Effect: 'Allow',
      Principal: { AWS: accountRoot(ACCOUNT) },
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::site/*',
    },
    { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::site/*' },
    allow('X', { AWS: accountRoot(ACCOUNT) }),
    allow('X', '*'),
    allow('Office', '*', { Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }),
    TLS,
  ];

  test('with statements that are alike, have one id or none, only what is public goes', async () => {
    const stage = createStage({ rules: [RULE] });
    await stage.put(
      BUCKET,
      bucket(...strange.filter((each) => !('Principal' in each && each.Principal === '*') || 'Condition' in each)),
    );
    await stage.put(BUCKET, bucket(...strange));
    expect(stage.types().at(-1)).toBe('remediated');
    expect((stage.stateOf(BUCKET) as { policy: unknown }).policy).toEqual(
      policy(strange[0] ?? {}, strange[2] ?? {}, strange[4] ?? {}, TLS),
    );
  });

  test('the undo brings back every byte', async () => {
    const stage = createStage({ rules: [RULE] });
    await stage.put(BUCKET, bucket(OWN));
    const drifted = bucket(...strange);
    await stage.put(BUCKET, drifted);
    await stage.undo(RULE, BUCKET);
    expect(stage.types().at(-1)).toBe('undone');
    expect(JSON.stringify((stage.stateOf(BUCKET) as { policy: unknown }).policy)).toBe(JSON.stringify(drifted.policy));
  });

  test('close to the longest that AWS takes, everything but the public statement stays', async () => {
    const many = Array.from({ length: 130 }, (_, index) => allow(`S${index}`, { AWS: accountRoot(ACCOUNT) }));
    const stage = createStage({ rules: [RULE] });
    await stage.put(BUCKET, bucket(...many, TLS));
    await stage.put(BUCKET, bucket(...many, TLS, allow('Public', '*')));
    expect(stage.types().at(-1)).toBe('remediated');
    expect((stage.stateOf(BUCKET) as { policy: unknown }).policy).toEqual(policy(...many, TLS));
  });

  test('what others have added since the policy was right stays', async () => {
    const stage = createStage({ rules: [RULE, 's3-tls-only-policy-missing'] });
    await stage.put(BUCKET, bucket(OWN, TLS));
    const reader = allow('Reader', { AWS: `arn:aws:iam::${ACCOUNT}:role/reader` });
    await stage.put(BUCKET, bucket(OWN, reader, allow('Public', '*')));
    const { Statement: statements } = (stage.stateOf(BUCKET) as { policy: Document }).policy;
    expect(allowed({ Statement: statements })).toEqual(
      [`arn:aws:iam::${ACCOUNT}:role/reader`, accountRoot(ACCOUNT)].sort(),
    );
    expect(statements.filter(({ Effect }) => Effect === 'Deny')).toHaveLength(1);
  });

  test('a Deny that a person writes while the fix is under way stays', async () => {
    const deny = { Sid: 'Keep', Effect: 'Deny', Principal: '*', Action: 's3:DeleteObject', Resource: TLS.Resource };
    let isWritten = false;
    const stage = createStage({
      rules: [RULE],
      fault: (call) => {
        if (call === 'begin' && !isWritten) {
          isWritten = true;
          stage.world.cloud.set(refKey(BUCKET), bucket(OWN, deny, allow('Public', '*')));
        }
        return undefined;
      },
    });
    await stage.put(BUCKET, bucket(OWN));
    await stage.put(BUCKET, bucket(OWN, allow('Public', '*')));
    expect(isWritten).toBe(true);
    expect((stage.stateOf(BUCKET) as { policy: unknown }).policy).toEqual(policy(OWN, deny));
  });
});

test('what a person writes between the read and the write of a fix is told, and comes back where a person asks for it', async () => {
  const reader = allow('Reader', { AWS: accountRoot(ACCOUNT) });
  const stranger = allow('Public', '*');
  const { arrive, overwritten, sids, world } = await putting([OWN, reader, stranger], { policy: [OWN, stranger] });
  expect(sids()).toEqual(['Own']);
  await arrive();
  const [event] = overwritten();
  expect(event?.note).toMatch(/jane@example\.com .*was overwritten.*To bring it back: /);
  expect(await world.ask({ do: 'restore', event: event?.id, by: 'lee' })).toMatchObject({ ok: true });
  await world.settle();
  expect(sids().toSorted()).toEqual(['Own', 'Reader']);
});

test('what a step says names whom it takes out, and from which statement', async () => {
  const stage = createStage(trusting('s3-bucket-policy-external-account'));
  await stage.put(BUCKET, bucket(OWN, PARTNERS));
  await stage.put(BUCKET, bucket(OWN, allow('Partners', { AWS: [accountRoot(PARTNER), accountRoot(STRANGER)] })));
  const { steps } = (await stage.finding('s3-bucket-policy-external-account', BUCKET)).plan;
  expect(steps.join(' ')).toContain(STRANGER);
  expect(steps.join(' ')).toContain('Partners');
  expect(steps.join(' ')).not.toContain(accountRoot(PARTNER));
});

describe('an approval that takes all rights', () => {
  const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
  const RULE = 'iam-full-admin-policy';
  const entity = (id: string) => refOf('iam-entity', id, 'us-east-1');
  const account = refOf('iam-administrators', 'account', 'us-east-1');
  const holder = {
    trust: policy({ Effect: 'Allow', Principal: { AWS: accountRoot(ACCOUNT) }, Action: 'sts:AssumeRole' }),
    inline: exactly([]),
    attached: exactly([ADMIN]),
    versions: UNSEEN,
  };
  const direct = (id: string) => ({ id, ways: [[id]], from: [ACCOUNT] });

  /** An account in which these have all rights, as AWS would say it. */
  async function stageWith(...ids: readonly string[]) {
    const stage = createStage({ rules: [RULE] });
    for (const id of ids) stage.world.cloud.set(refKey(entity(id)), structuredClone(holder));
    tell(stage, ids);
    await stage.look(entity(ids[0] ?? ''));
    return stage;
  }
  const tell = (stage: Stage, ids: readonly string[], complete = true) =>
    stage.world.cloud.set(refKey(account), { administrators: { items: ids.map(direct), complete } });
  const policiesOf = (stage: Stage, id: string) =>
    (stage.stateOf(entity(id)) as { attached: { items: string[] } }).attached.items;

  test('the last administrator keeps the rights: nobody is locked out by an approval', async () => {
    const stage = await stageWith('role/OnlyAdmin');
    const { plan } = await stage.finding(RULE, entity('role/OnlyAdmin'));
    expect(plan.mode).toBe('manual');
    expect(plan.steps.join()).toContain('No other user or role with all rights that people can assume was found');
    await stage.approve(RULE, entity('role/OnlyAdmin'));
    expect(policiesOf(stage, 'role/OnlyAdmin')).toEqual([ADMIN]);
  });

  test('who is left is named, and the rights go', async () => {
    const stage = await stageWith('role/ci', 'role/break-glass', 'user/dana');
    expect((await stage.finding(RULE, entity('role/ci'))).plan.steps.join()).toContain(
      'Others with all rights: role break-glass and user dana.',
    );
    await stage.approve(RULE, entity('role/ci'));
    expect(policiesOf(stage, 'role/ci')).toEqual([]);
  });

  test('the other administrator is gone by the time of the approval: the rights stay', async () => {
    const stage = await stageWith('role/ci', 'user/dana');
    tell(stage, ['role/ci']);
    await stage.approve(RULE, entity('role/ci'));
    expect(policiesOf(stage, 'role/ci')).toEqual([ADMIN]);
    expect(stage.read()).toContain('No other user or role with all rights');
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('two administrators, approved at once (%i): one of them stays', async (seed) => {
    let turn = seed;
    const stage = createStage({ rules: [RULE], delay: () => (turn = (turn * 7 + 3) % 11) });
    const ids = ['role/one', 'role/two'];
    for (const id of ids) stage.world.cloud.set(refKey(entity(id)), structuredClone(holder));
    tell(stage, ids);
    for (const id of ids) await stage.look(entity(id));
    const asked = await Promise.all(
      ids.map(async (id) => {
        const { id: finding, plan } = await stage.finding(RULE, entity(id));
        return stage.world.ask({ do: 'approve', finding, plan: fingerprintOf(plan), by: 'lee@example.com' });
      }),
    );
    expect(asked).toHaveLength(2);
    // AWS goes on showing both for a while.
    await stage.world.settle({ atOnce: true });
    expect(ids.flatMap((id) => policiesOf(stage, id)).length).toBeGreaterThan(0);
    const told = stage.events(RULE).filter(({ type }) => type === 'failed' || type === 'remediated');
    expect(told).toHaveLength(2);
  });

  test('who cannot be read is unknown: people are asked to make sure', async () => {
    const stage = await stageWith('role/ci');
    tell(stage, ['role/ci'], false);
    await stage.look(entity('role/ci'));
    const { plan } = await stage.finding(RULE, entity('role/ci'));
    expect(plan.mode).toBe('approve');
    expect(plan.steps.join()).toContain('make sure that somebody else can administer the account');
  });
});
