export { asKaiboError, databaseFile, lockDataFolder, openStore, openStoreForReading, type Db, type Store } from './database.ts';
export { deviceId } from './device.ts';
export { EventLog } from './eventLog.ts';
export { Settings } from './settings.ts';
