import type { ErrorBody, ErrorCode } from '../shared/errors.ts';
import type { StationKind } from '../shared/model/station.ts';

/**
 * The few words the shell itself says: titles, menu, and what to do when there is no core to say anything.
 * The pages have their own (resources/locales); these must work when no page can be loaded.
 */
export type Words = {
  readonly stations: Readonly<Record<StationKind, string>>;
  readonly menu: {
    readonly stations: string;
    readonly edit: string;
    readonly view: string;
    readonly fullScreen: string;
    readonly zoomIn: string;
    readonly zoomOut: string;
    readonly zoomReset: string;
    readonly quit: string;
  };
  readonly lastWindow: {
    readonly message: string;
    readonly detail: string;
    readonly stay: string;
    readonly quit: string;
  };
  readonly failure: {
    readonly message: string;
    readonly quit: string;
    /** `{name}` stands for a parameter of the error. */
    readonly because: Readonly<Partial<Record<ErrorCode, string>>>;
    readonly otherwise: string;
  };
};

const ZH_CN: Words = {
  stations: {
    director: '导播台',
    prompter: '提词器',
    checklist: '清单',
    assistant: '助播台',
    gate: '开播检查',
    overlay: '商品卡',
    settings: '设置',
  },
  menu: {
    stations: '工位',
    edit: '编辑',
    view: '显示',
    fullScreen: '全屏',
    zoomIn: '放大',
    zoomOut: '缩小',
    zoomReset: '原始大小',
    quit: '退出开播台',
  },
  lastWindow: {
    message: '窗口都关了,开播台还在运行',
    detail: '平板和 OBS 上的页面不受影响。再次打开开播台就能回到导播台。',
    stay: '继续运行',
    quit: '退出开播台',
  },
  failure: {
    message: '开播台没能启动',
    quit: '退出',
    because: {
      PORT_TAKEN: '{host} 的端口 {port} 被别的程序占用了。关掉那个程序,或换一个端口再打开。',
      DATA_FOLDER_IN_USE: '另一个开播台正在使用 {dataDir}。先关掉它再打开。',
      DATA_FOLDER_NOT_WRITABLE: '{dataDir} 写不进去。检查这个文件夹的权限,或换一个文件夹。',
      DATABASE_NEWER: '数据是更新版本的开播台写的({found},本机是 {known})。请先升级;数据没有被改动。',
      DATABASE_DAMAGED: '{dataDir} 里的数据库损坏了。坏文件原样保留,请从备份恢复。',
      DISK_FULL: '磁盘满了。腾出空间后再打开。',
      CORE_KEEPS_CRASHING:
        '连续 {count} 次启动失败,已不再尝试。已记下的内容都还在;请重新打开,仍不行就重启电脑。',
    },
    otherwise: '已记下的内容都还在。请重新打开;仍不行请把代号 {code} 告诉技术。',
  },
};

const ZH_TW: Words = {
  stations: {
    director: '導播台',
    prompter: '提詞機',
    checklist: '清單',
    assistant: '助播台',
    gate: '開播檢查',
    overlay: '商品卡',
    settings: '設定',
  },
  menu: {
    stations: '工作站',
    edit: '編輯',
    view: '顯示',
    fullScreen: '全螢幕',
    zoomIn: '放大',
    zoomOut: '縮小',
    zoomReset: '原始大小',
    quit: '結束開播台',
  },
  lastWindow: {
    message: '視窗都關了,開播台還在執行',
    detail: '平板和 OBS 上的頁面不受影響。再次開啟開播台就能回到導播台。',
    stay: '繼續執行',
    quit: '結束開播台',
  },
  failure: {
    message: '開播台沒能啟動',
    quit: '結束',
    because: {
      PORT_TAKEN: '{host} 的連接埠 {port} 被其他程式占用了。關掉那個程式,或換一個連接埠再開啟。',
      DATA_FOLDER_IN_USE: '另一個開播台正在使用 {dataDir}。先關掉它再開啟。',
      DATA_FOLDER_NOT_WRITABLE: '{dataDir} 無法寫入。檢查這個資料夾的權限,或換一個資料夾。',
      DATABASE_NEWER: '資料是較新版本的開播台寫的({found},本機是 {known})。請先升級;資料沒有被更動。',
      DATABASE_DAMAGED: '{dataDir} 裡的資料庫損壞了。壞檔原樣保留,請從備份還原。',
      DISK_FULL: '磁碟滿了。騰出空間後再開啟。',
      CORE_KEEPS_CRASHING:
        '連續 {count} 次啟動失敗,已不再嘗試。已記下的內容都還在;請重新開啟,仍不行就重新開機。',
    },
    otherwise: '已記下的內容都還在。請重新開啟;仍不行請把代號 {code} 告訴技術人員。',
  },
};

const EN: Words = {
  stations: {
    director: 'Director',
    prompter: 'Prompter',
    checklist: 'Checklist',
    assistant: 'Assistant',
    gate: 'Go-Live Check',
    overlay: 'Product Card',
    settings: 'Settings',
  },
  menu: {
    stations: 'Stations',
    edit: 'Edit',
    view: 'View',
    fullScreen: 'Full Screen',
    zoomIn: 'Zoom In',
    zoomOut: 'Zoom Out',
    zoomReset: 'Actual Size',
    quit: 'Quit Kaibo',
  },
  lastWindow: {
    message: 'All windows are closed; Kaibo is still running',
    detail: 'Tablets and pages in OBS go on. Open Kaibo again to come back to the director.',
    stay: 'Keep Running',
    quit: 'Quit Kaibo',
  },
  failure: {
    message: 'Kaibo could not start',
    quit: 'Quit',
    because: {
      PORT_TAKEN:
        'Port {port} on {host} is taken by another program. Close it, or open Kaibo on another port.',
      DATA_FOLDER_IN_USE: 'Another Kaibo uses {dataDir}. Close it first.',
      DATA_FOLDER_NOT_WRITABLE:
        '{dataDir} can’t be written to. Check its permissions, or use another folder.',
      DATABASE_NEWER:
        'The data was written by a newer Kaibo ({found}; this one knows {known}). Update first; nothing was changed.',
      DATABASE_DAMAGED: 'The database in {dataDir} is damaged. It is kept as it is; restore a backup.',
      DISK_FULL: 'The disk is full. Make room and open Kaibo again.',
      CORE_KEEPS_CRASHING:
        'It failed {count} times in a row and is not tried again. Everything recorded is still there. ' +
        'Open Kaibo again; if that doesn’t help, restart the PC.',
    },
    otherwise:
      'Everything recorded is still there. Open Kaibo again; if that doesn’t help, tell your technician: {code}.',
  },
};

/** `locale` as Electron gives it: `zh-CN`, `zh-Hant-TW`, `en-GB`. Chinese is the language of origin. */
export function wordsFor(locale: string): Words {
  const { language, script } = new Intl.Locale(locale).maximize();
  if (language !== 'zh') return EN;
  return script === 'Hant' ? ZH_TW : ZH_CN;
}

/** Why there is no core, in a sentence that says what to do. */
export function failureSentence({ failure }: Words, { code, params }: ErrorBody): string {
  const known: Readonly<Record<string, string | number>> = { ...params, code };
  const sentence = failure.because[code] ?? failure.otherwise;
  return sentence.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(known[name] ?? whole));
}
