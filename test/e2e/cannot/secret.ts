export const CANNOT = {
  'secretsmanager.put-rotation': 'a rotation needs a function that moto would run',
};
