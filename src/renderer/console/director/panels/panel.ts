/** The one panel that can be open over the desk. */
export type Panel = 'contingency' | 'issue' | 'skip' | 'end' | 'adjust' | 'insert' | 'keys';
