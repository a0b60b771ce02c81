import { join } from 'node:path';
import type Database from 'better-sqlite3';

export type Db = Database.Database;

export const databaseFile = (dataDir: string): string => join(dataDir, 'kaibo.db');
