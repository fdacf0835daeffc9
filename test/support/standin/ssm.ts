import { ACCOUNT, REGION, Refusal, type Service } from './service.ts';

type Parameter = Readonly<Record<'Name' | 'Type' | 'Value', string>>;

/** Parameters, which are shown as they were put. */
export function createSsm(): Service {
  const parameters = new Map<string, object>();
  return {
    PutParameter({ Name, Type, Value }: Parameter) {
      const ARN = `arn:aws:ssm:${REGION}:${ACCOUNT}:parameter${Name}`;
      parameters.set(Name, { Name, Type, Value, ARN, Version: 1 });
      return { Version: 1 };
    },
    GetParameter({ Name }: Parameter) {
      const known = parameters.get(Name);
      if (!known) throw new Refusal('ParameterNotFound', `There is no parameter ${Name}.`);
      return { Parameter: known };
    },
  };
}
