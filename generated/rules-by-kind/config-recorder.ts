// Written by `npm run generate`. Do not edit.
import configRecorderStopped from '../../shared/rules/config/config-recorder-stopped.ts';

export { configRecorder as kind } from '../../shared/resources/config-recorder/kind.ts';
export default [configRecorderStopped];
