import { camelCase } from '../create/files.ts';
import type { Client } from './client.ts';

/** What the files of a resource type are made from. */
export interface Subject {
  /** `ec2-subnet`. */
  readonly type: string;
  /** `AWS::EC2::Subnet`. */
  readonly awsType: string;
  readonly client: Client;
  /** Under which name the kind is exported: `ec2Subnet`. */
  readonly variable: string;
  /** The name of its state: `Ec2Subnet`. */
  readonly state: string;
  /** In a sentence: `ec2 subnet`. */
  readonly words: string;
  /** Calls of the client that change one, in the order of their names. */
  readonly changes: readonly Change[];
  /** Calls of the client that read one. */
  readonly reads: readonly string[];
}

export interface Change {
  /** `DeleteSubnet`. */
  readonly call: string;
  readonly does?: 'creates' | 'ends';
}

const READS = /^(?:BatchGet|Describe|Get|Head|List|Lookup|Preview|Query|Scan|Search|Select|Simulate|Test|Validate)/;

export function subjectOf(type: string, awsType: string, client: Client): Subject {
  const variable = camelCase(type);
  const name = awsType.split('::')[2] ?? '';
  const its = client.calls.filter((call) => call.includes(name)).sort();
  const changes = its.filter((call) => !READS.test(call));
  return {
    type,
    awsType,
    client,
    variable,
    state: variable.replace(/^./, (letter) => letter.toUpperCase()),
    words: type.replaceAll('-', ' '),
    // Where no call has the type's name in it, these are the likeliest.
    changes: (changes.length > 0 ? changes : [`Create${name}`, `Delete${name}`]).map((call) => changeOf(call, name)),
    reads: its.filter((call) => READS.test(call)),
  };
}

function changeOf(call: string, name: string): Change {
  if (call === `Create${name}`) return { call, does: 'creates' };
  return call === `Delete${name}` ? { call, does: 'ends' } : { call };
}
