import { inverses } from '../../core/action.ts';
import type { IamUserCredentials } from './kind.ts';

interface OneKey {
  readonly key: string;
}

export const [deactivateAccessKey, activateAccessKey] = inverses<IamUserCredentials, OneKey>()(
  {
    type: 'iam.deactivate-access-key',
    describe: ({ key }) => `Deactivate access key ${key}`,
    simulate: (state, { key }) => switchedKey(state, key, false),
  },
  {
    type: 'iam.activate-access-key',
    describe: ({ key }) => `Activate access key ${key}`,
    simulate: (state, { key }) => switchedKey(state, key, true),
  },
);

function switchedKey(state: IamUserCredentials, key: string, active: boolean): IamUserCredentials {
  const items = state.keys.items.map((each) => (each.id === key ? { ...each, active } : each));
  return { ...state, keys: { ...state.keys, items } };
}
