import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ISSUE_AREAS } from '#shared/model/commands';
import { Choices } from '../../../common/Choices.tsx';
import { useFocusReturn } from '../../../common/useFocusReturn.ts';
import { useDesk } from '../deskContext.tsx';
import { useFocusOnOpen } from './useFocusOnOpen.ts';

/** One line about what went wrong; the segment and the time are filled in by the studio. */
export function IssueForm({
  segmentTitle,
  onDone,
}: {
  readonly segmentTitle: string;
  readonly onDone: () => void;
}) {
  const { t } = useTranslation();
  const { act, say } = useDesk();
  const [area, setArea] = useState<(typeof ISSUE_AREAS)[number]>('picture');
  const [text, setText] = useState('');
  useFocusReturn();
  const field = useFocusOnOpen();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim() === '') return;
    void act('issue.log', { area, text: text.trim() }).then((result) => {
      if (!result.ok) return;
      say(t('director.issueLogged'));
      onDone();
    });
  };
  return (
    <form className="line-panel" aria-label={t('director.issue')} data-testid="issue-form" onSubmit={submit}>
      <span className="line-panel-title" title={segmentTitle}>
        {t('director.issueIn', { title: segmentTitle })}
      </span>
      <Choices
        className="line-panel-choices"
        label={t('director.issueArea')}
        options={ISSUE_AREAS}
        chosen={area}
        words={(each) => t(`director.area.${each}`)}
        onChoose={setArea}
      />
      <input
        ref={field}
        value={text}
        maxLength={500}
        placeholder={t('director.issuePlaceholder')}
        aria-label={t('director.issue')}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && !event.nativeEvent.isComposing) onDone();
        }}
      />
      <button type="submit" disabled={text.trim() === ''}>
        {t('director.log')}
      </button>
      <button type="button" onClick={onDone}>
        {t('common.cancel')}
      </button>
    </form>
  );
}
