import { inverses } from '../../core/action.ts';
import type { ConfigRecorder } from './kind.ts';

export const [startRecorder, stopRecorder] = inverses<ConfigRecorder, object>()(
  {
    type: 'config.start-recorder',
    describe: () => 'Start the recorder of AWS Config',
    simulate: (state) => ({ ...state, recorder: 'on' }),
  },
  {
    type: 'config.stop-recorder',
    describe: () => 'Stop the recorder of AWS Config',
    simulate: (state) => ({ ...state, recorder: 'stopped' }),
  },
);
