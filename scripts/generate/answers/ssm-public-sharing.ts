import type { Answers } from '../call-answers.ts';

export const ANSWERS: Answers = { GetServiceSetting: { ServiceSetting: { SettingValue: 'Disable' } } };
