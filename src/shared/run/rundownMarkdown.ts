import type { ShowPlan } from '../model/showPlan.ts';
import { plannedCues } from './plannedCues.ts';

const clock = (sec: number): string =>
  `${String(Math.floor(sec / 60)).padStart(2, '0')}:${String(Math.round(sec % 60)).padStart(2, '0')}`;
/** A pipe would end the cell. */
const cell = (text: string): string => text.replaceAll('|', '|').replaceAll(/\s+/gu, ' ');

/** The run sheet and script as a Markdown page to print or to send. */
export function rundownMarkdown(plan: ShowPlan): string {
  const speakers = new Map(plan.team.map((member) => [member.role, member.displayName]));
  const scenes = new Map<string, string>(plan.scenes.map((scene) => [scene.id, scene.label]));
  const rows = plan.segments.map(
    (segment, index) =>
      `| ${index + 1} | ${clock(segment.startSec)} | ${clock(segment.durationSec)} | ${cell(segment.title)} | ${cell(segment.directorNote ?? '')} |`,
  );
  const bodies = plan.segments.flatMap((segment, index) => [
    `## ${index + 1} ${cell(segment.title)}`,
    '',
    ...plannedCues(plan, segment)
      .filter((cue) => cue.kind === 'scene')
      .map(
        (cue) =>
          `- ${clock(cue.atMs / 1000)} ${scenes.get(cue.targetId) ?? cue.targetId}${cue.mode === 'manual' ? '(手动)' : ''}`,
      ),
    '',
    ...segment.script.flatMap((paragraph) => [
      `**${speakers.get(paragraph.speaker) ?? paragraph.speaker}** ${clock(paragraph.atSec)} ${paragraph.text}`,
      '',
    ]),
  ]);
  return [
    `# ${cell(plan.show.title)}`,
    '',
    `${plan.show.scheduledStart} · ${clock(plan.show.plannedDurationSec)}`,
    '',
    '| # | 开始 | 时长 | 环节 | 备注 |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
    ...bodies,
  ].join('\n');
}
