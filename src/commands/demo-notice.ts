/** Stands in the instructions and in the notes of every answer of a demo org. */
export const DEMO_NOTICE = 'Demo org: generated data on this machine, no real tenant.';
