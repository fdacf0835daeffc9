/** Where everything is played: the account that moto plays, in one region. */
export const PLACE = { account: '123456789012', region: 'eu-west-1' } as const;
