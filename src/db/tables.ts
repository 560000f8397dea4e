/** All tables, for drizzle-kit and for the typed database handle. */
export * from '../calendar/table.ts';
export * from '../cases/table.ts';
export * from '../catalogue/table.ts';
export * from '../duties/table.ts';
export * from '../handling/table.ts';
export * from '../meetings/table.ts';
export * from '../notifications/table.ts';
export * from '../register/table.ts';
export * from '../tasks/table.ts';
export * from './table.ts';
