import { useTranslation } from 'react-i18next';
import { fileProblemWords, type ReportedProblem } from './fileProblemWords.ts';
import './fileProblems.css';

/** Every mistake of a show file, by the place it is in. */
export function FileProblems({
  fileName,
  problems,
}: {
  readonly fileName: string;
  readonly problems: readonly ReportedProblem[];
}) {
  const { t } = useTranslation();
  if (problems.length === 0) return null;
  return (
    <ol className="file-problems" aria-label={t('gate.show.problems', { fileName })}>
      {problems.map((problem, index) => (
        // A path may have several problems; nothing in the list ever moves.
        <li key={`${index}-${problem.path}`}>
          <code>{problem.path === '' ? t('common.problem.wholeFile') : problem.path}</code>
          <span>{fileProblemWords(t, problem)}</span>
        </li>
      ))}
    </ol>
  );
}
