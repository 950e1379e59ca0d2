export const demo = (_users: number): Promise<number> => Promise.resolve(0);
