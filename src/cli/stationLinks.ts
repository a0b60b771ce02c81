import { STATION_KINDS, type StationKind } from '#shared/model/station';

const NAMES: Readonly<Record<StationKind, string>> = {
  director: '导播台',
  prompter: '提词器',
  checklist: '清单',
  assistant: '助播台',
  overlay: '商品卡(OBS 浏览器源)',
  gate: '开播检查',
  settings: '设置',
};

/** The links of a running studio, for people who open stations in a browser. */
export function stations(url: string, token: string): string {
  const lines = STATION_KINDS.map((kind) => `  ${NAMES[kind]}  ${url}/${kind}?token=${token}`);
  return ['开播台已就绪 · Kaibo is ready', ...lines, '按 Ctrl+C 结束 · Ctrl+C stops it'].join('\n');
}
