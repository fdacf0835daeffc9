import { ACCOUNT, REGION, Refusal, type Service } from './service.ts';

/** Parameters, which are shown as they were put. */
export function createSsm(): Service {
  const parameters = new Map<string, object>();
  return {
    PutParameter({ Name, Type, Value }) {
      const ARN = `arn:aws:ssm:${REGION}:${ACCOUNT}:parameter${String(Name)}`;
      parameters.set(String(Name), { Name, Type, Value, ARN, Version: 1 });
      return { Version: 1 };
    },
    GetParameter({ Name }) {
      const Parameter = parameters.get(String(Name));
      if (!Parameter) throw new Refusal('ParameterNotFound', `There is no parameter ${String(Name)}.`);
      return { Parameter };
    },
  };
}
