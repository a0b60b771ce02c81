export { ShowRepository, type ShowListRow } from './repository.ts';
