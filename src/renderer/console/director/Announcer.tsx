import { useTranslation } from 'react-i18next';
import { useNow } from '../../common/StudioProvider.tsx';
import { alarms } from './alarms.ts';
import { useDesk } from './deskContext.tsx';

/** For ears: alarms as they come, and that something was done. Clocks are never read out by themselves. */
export function Announcer() {
  const { t } = useTranslation();
  const { view, notice } = useDesk();
  const now = useNow(1000);
  return (
    <>
      <p className="visually-hidden" role="status" data-testid="said">
        {notice}
      </p>
      <ul className="visually-hidden" aria-live="assertive" data-testid="alarms">
        {alarms(t, view, now).map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
    </>
  );
}
