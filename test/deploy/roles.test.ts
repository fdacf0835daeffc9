import { DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { CreateLoadBalancerCommand, ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Statement } from '../../deploy/cloudformation.ts';
import { declared as declaredParts } from '../../deploy/declared.ts';
import { FUNCTIONS } from '../../deploy/needs.ts';
import { paramsFrom } from '../../deploy/params.ts';
import { EVERYTHING } from '../../deploy/scope.ts';
import { deployedWith } from '../../deploy/serverless-yml.ts';
import { callStatements } from '../../deploy/template/call-statements.ts';
import { roleOf } from '../../deploy/template/needed-permissions.ts';
import { actionTypes } from '../../generated/actions.ts';
import { effects } from '../../generated/effects.ts';
import { readers } from '../../generated/readers.ts';
import declared from '../../generated/roles.json' with { type: 'json' };
import { rules } from '../../generated/rules.ts';
import manifest from '../../package.json' with { type: 'json' };
import { ROOT } from '../../scripts/build/common.ts';
import { actionsNamed } from '../../scripts/check-permissions/reference.ts';
import { clientIn } from '../../scripts/create-resource/client.ts';
import { createAws } from '../../shared/aws/clients.ts';
import { fingerprintKeyPermissions } from '../../shared/aws/fingerprint-key.ts';
import { organizationPermissions } from '../../shared/aws/organization.ts';
import type { Permissions } from '../../shared/aws/permissions.ts';
import type { AnyReader } from '../../shared/aws/reader.ts';
import { tagPermissions } from '../../shared/aws/tags.ts';
import { usedBy } from '../../shared/core/neighbour.ts';
import type { AnyRule } from '../../shared/core/rule.ts';
import { storePermissions } from '../../shared/store/dynamodb.ts';
import { describeWithMoto, listed, motoAws, PLACE } from '../support/aws.ts';
import { expectByHand } from '../support/by-hand.ts';
import { IAM_NAMES } from '../support/iam-names.ts';
import { observed } from '../support/observed.ts';
import { OFF } from './off.ts';

const all = (await Promise.all(Object.values(readers).map((load) => load()))).map(({ default: reader }) => reader);
const acting = (await Promise.all(Object.values(effects).map((load) => load()))).flatMap(({ default: each }) => each);

function nameOf({ kind }: AnyReader): string {
  return (kind as { readonly name: string }).name;
}

function names(readers: readonly AnyReader[]): readonly string[] {
  return readers.map(nameOf);
}

function actionsOf(...permissions: readonly Permissions[]): readonly string[] {
  return [...new Set(permissions.flatMap((each) => Object.keys(each)))].sort();
}

/** Resource types of which an event may have a second name only. */
const WITH_SECOND_NAMES = ['kms-key', 'vpc'];

/** Asked for by whoever judges: a tag may exempt. That of all others is left out with `tag:`. */
const { others: _any, ...tags } = tagPermissions;

/** Of a role, what has to do with the resources that are judged. */
function inspecting(name: keyof typeof declared): readonly string[] {
  const ofTable = new Set(Object.values(storePermissions).flatMap((each) => Object.keys(each)));
  return Object.keys(declared[name]).filter(
    (action) => !ofTable.has(action) && !/^(logs:PutRetentionPolicy$|tag:)/.test(action),
  );
}

/** The readers of the neighbours of rules. */
function readersOf(some: readonly AnyRule[]) {
  const names = new Set(some.flatMap((rule) => Object.values(usedBy(rule)).map(({ kind }) => kind.name)));
  return all.filter(({ kind }) => names.has(kind.name));
}

/** The permissions to list the kinds of which all resources are neighbours. */
function besideListed(some: readonly AnyRule[]) {
  const listed = some.flatMap((rule) => Object.values(usedBy(rule)).filter(({ of }) => !of));
  return all
    .filter(({ kind }) => listed.some((type) => type.kind.name === kind.name))
    .map(({ permissions }) => permissions.list);
}

const beside = rules.flatMap((rule) => Object.values(usedBy(rule)));

test('every resource type is judged by a rule, or is a neighbour', () => {
  const judged = new Set([...rules.map(({ kind }) => kind.name), ...beside.map(({ kind }) => kind.name)]);
  expect(
    names(all)
      .filter((name) => !judged.has(name))
      .map((name) => `no rule judges ${name}: npm run create-rule -- <service>/<rule-id> --kind ${name}`),
  ).toEqual([]);
});

test('every action is carried out by a rule, or undoes one that is', () => {
  const used = Object.values(declaredParts.rules).flatMap(({ actions }) => actions);
  expect(
    [...actionTypes.keys()]
      .filter((type) => !used.includes(type))
      .map((type) => `no rule plans ${type}: add it to the "remediation" of one, or remove it`),
  ).toEqual([]);
});

describe('each function may do what it calls, and nothing else', () => {
  test('sweep lists and reads what is judged, with its neighbours, and changes nothing', () => {
    const swept = all.filter(({ kind }) => rules.some((rule) => rule.kind.name === kind.name));
    expect(inspecting('sweep')).toEqual(
      actionsOf(
        ...Object.values(tags),
        ...all.map(({ permissions }) => permissions.read),
        ...besideListed(rules),
        ...swept.map(({ permissions }) => permissions.list),
        organizationPermissions,
        fingerprintKeyPermissions,
      ),
    );
    expect(inspecting('sweep').filter((action) => !/:(?:Describe|(?:Batch)?Get|List)/.test(action))).toEqual(
      actionsOf(fingerprintKeyPermissions).filter((action) => !/:(?:Describe|Get|List)/.test(action)),
    );
  });

  test('detect reads, and lists kinds of which all are neighbours, or an event may know a second name', () => {
    const lists = all.filter(({ kind }) => (kind as { readonly isAlias?: unknown }).isAlias);
    expectByHand(
      {
        place: 'test/deploy/roles.test.ts, WITH_SECOND_NAMES',
        when: 'where an event may have a second name only, so that `detect` has to list',
        line: (name) => `'${name}'`,
      },
      WITH_SECOND_NAMES,
      names(lists),
    );
    expect(inspecting('detect')).toEqual(
      actionsOf(
        ...Object.values(tags),
        ...all.map(({ permissions }) => permissions.read),
        ...besideListed(rules),
        ...lists.map(({ permissions }) => permissions.list),
        organizationPermissions,
        fingerprintKeyPermissions,
      ),
    );
    expect(inspecting('detect')).not.toContain('lambda:ListFunctions');
  });

  test('remediate reads what may be put right with its neighbours, and acts', () => {
    const actedOn = all.filter(({ kind }) => rules.some((rule) => rule.kind === kind && rule.remediation));
    expect(actedOn.length).toBeLessThan(all.length);
    const wanted = actionsOf(
      ...Object.values(tags),
      ...actedOn.map(({ permissions }) => permissions.read),
      ...readersOf(rules.filter(({ remediation }) => remediation)).map(({ permissions }) => permissions.read),
      ...besideListed(rules.filter(({ remediation }) => remediation)),
      ...acting.map(({ permissions }) => permissions),
      organizationPermissions,
      fingerprintKeyPermissions,
    );
    expect(inspecting('remediate')).toEqual(wanted.filter((action) => action !== 'logs:PutRetentionPolicy'));
    expect(inspecting('remediate')).not.toContain('lambda:ListFunctions');
  });
});

describeWithMoto('what listing calls', () => {
  /** IAM's prefix of each client's calls. */
  const services = new Map<string, string>();
  beforeAll(async () => {
    const ec2 = motoAws().client(EC2Client, PLACE);
    const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
    // Listeners are listed of each load balancer.
    await motoAws()
      .client(ElasticLoadBalancingV2Client, PLACE)
      .send(
        new CreateLoadBalancerCommand({
          Name: 'listed',
          Subnets: Subnets.slice(0, 2).map(({ SubnetId = '' }) => SubnetId),
        }),
      );
    const packages = Object.keys(manifest.dependencies).filter((name) => name.startsWith('@aws-sdk/client-'));
    for (const { name, service } of await Promise.all(packages.map((each) => clientIn(ROOT, each))))
      services.set(name.replace(/Client$/, ''), service);
  });

  test.each(all.map((reader) => [nameOf(reader), reader] as const))('%s: is what it declares', async (kind, reader) => {
    motoAws();
    const called = new Set<string>();
    const aws = observed(createAws({ maxAttempts: 1 }), ({ service, command }) => {
      const name = `${services.get(service)}:${command.replace(/Command$/, '')}`;
      called.add(IAM_NAMES[name] ?? name);
    });
    // What moto has not implemented was called all the same.
    await listed(reader, aws).catch(() => undefined);
    expectByHand(
      {
        place: `shared/resources/${kind}/reader.ts, permissions.list`,
        when: '(what a listing calls; where IAM names the call otherwise, say so in test/support/iam-names.ts)',
        line: (action) => `'${action}'`,
      },
      actionsOf(reader.permissions.list),
      called,
    );
  });
});

describe('what a resource cannot narrow, a condition does', () => {
  const params = paramsFrom({ ...OFF, remediation: 'auto' });
  const statements = callStatements(roleOf('remediate', EVERYTHING), deployedWith(params), params);
  const statementWith = (action: string): Statement =>
    statements.find(({ Action }) => Action.includes(action)) ?? expect.fail(`nothing allows ${action}`);

  test('mappings are switched only where they start a function of Plumbline', () => {
    expect(statementWith('lambda:UpdateEventSourceMapping').Condition).toEqual({
      ArnLike: {
        'lambda:FunctionArn': FUNCTIONS.map((name) => ({
          'Fn::Sub': `arn:\${AWS::Partition}:lambda:\${AWS::Region}:\${AWS::AccountId}:function:plumbline-prod-${name}`,
        })),
      },
    });
  });

  test('buckets are changed in this account only', () => {
    for (const action of ['s3:PutBucketPolicy', 's3:GetBucketAcl']) {
      expect(statementWith(action).Condition).toEqual({
        StringEquals: { 'aws:ResourceAccount': { Ref: 'AWS::AccountId' } },
      });
    }
  });

  test('what IAM allows on everything or nothing is allowed at home and where global services are', () => {
    const everywhere = statements.filter(({ Resource }) => Resource === '*');
    expect(everywhere.flatMap(({ Action }) => Action)).toEqual(
      expect.arrayContaining(['ec2:DisableEbsEncryptionByDefault', 's3:PutAccountPublicAccessBlock']),
    );
    for (const { Condition } of everywhere) {
      expect(Condition).toEqual({ StringEquals: { 'aws:RequestedRegion': ['eu-west-1', 'us-east-1'] } });
    }
  });
});

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html */
test('nothing is allowed on every resource that IAM could narrow', async () => {
  const everywhere = Object.values(declared).flatMap((role) =>
    Object.entries<readonly string[]>(role).flatMap(([action, where]) => (where.includes('*') ? [action] : [])),
  );
  const details = await Promise.all([...new Set(everywhere)].map(actionsNamed));
  const narrower = details.flat().filter(({ types }) => types.length > 0);
  expect(narrower.map(({ action }) => action)).toEqual([]);
});
