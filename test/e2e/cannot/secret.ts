export const CANNOT = {
  'secretsmanager.put-rotation':
    'moto rotates at once instead of testing the function, and changes the time of the last rotation',
};
