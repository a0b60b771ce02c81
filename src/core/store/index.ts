export {
  asKaiboError,
  isStorageError,
  databaseFile,
  lockDataFolder,
  openStore,
  openStoreForReading,
  refuseNewer,
  type Db,
  type Store,
} from './database.ts';
export { deviceId } from './device.ts';
export { EventLog } from './eventLog.ts';
export { Settings } from './settings.ts';
