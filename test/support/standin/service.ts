/** A method, so that each operation may say what its own input is. */
interface Operation {
  run(input: object): object;
}

/**
 * A service by its operations, whose inputs and outputs have the members of the service's API. What is not here is
 * refused, so that no test rests on an empty answer.
 */
export type Service = Readonly<Record<string, Operation['run']>>;

/** An error as the service answers it. */
export class Refusal extends Error {
  readonly members: Readonly<Record<string, unknown>>;

  /** @param members What the answer says beside the message. */
  constructor(name: string, message: string, members: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = name;
    this.members = members;
  }
}

export const ACCOUNT = '123456789012';
export const REGION = 'eu-west-1';
