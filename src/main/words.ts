import type { ErrorBody, ErrorCode } from '../shared/errors.ts';
import type { ShellLanguage, ShortcutAction } from '../shared/desktopShell.ts';
import type { StationKind } from '../shared/model/station.ts';
import type { Need } from '../shared/run/deskReport.ts';

/**
 * The few words the shell itself says: titles, menu, and what to do when there is no core to say anything.
 * The pages have their own (resources/locales); these must work when no page can be loaded.
 */
export type Words = {
  readonly stations: Readonly<Record<StationKind, string>>;
  readonly menu: {
    readonly stations: string;
    readonly shows: string;
    readonly importShow: string;
    readonly exportShow: string;
    readonly edit: string;
    readonly view: string;
    readonly fullScreen: string;
    readonly zoomIn: string;
    readonly zoomOut: string;
    readonly zoomReset: string;
    readonly help: string;
    readonly openData: string;
    readonly openLogs: string;
    readonly about: string;
    readonly quit: string;
  };
  readonly tray: {
    readonly starting: string;
    readonly down: string;
    readonly idle: string;
    readonly rehearsal: string;
    readonly live: string;
    readonly needsYou: string;
  };
  readonly files: {
    readonly showFile: string;
    readonly tooLarge: string;
    readonly imported: string;
    readonly notImported: string;
    readonly nothingOpen: string;
    readonly failed: string;
    readonly close: string;
  };
  /** Titles and sentences of notifications. */
  readonly notices: {
    readonly needsYou: string;
    readonly needs: Readonly<Record<Need['kind'], string>>;
    readonly coreRestarted: string;
    readonly panicArmed: string;
    readonly done: Readonly<Record<ShortcutAction, string>>;
    readonly refused: Readonly<Record<ShortcutAction, string>>;
    readonly shortcutTaken: string;
    readonly secretNotKept: string;
  };
  readonly quitDuringRun: {
    readonly message: string;
    readonly detail: string;
    readonly stay: string;
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
    shows: '场次',
    importShow: '导入场次…',
    exportShow: '导出场次…',
    edit: '编辑',
    view: '显示',
    fullScreen: '全屏',
    zoomIn: '放大',
    zoomOut: '缩小',
    zoomReset: '原始大小',
    help: '帮助',
    openData: '打开数据文件夹',
    openLogs: '打开日志文件夹',
    about: '关于开播台',
    quit: '退出开播台',
  },
  tray: {
    starting: '正在启动',
    down: '正在重新接上',
    idle: '未开播',
    rehearsal: '彩排中',
    live: '直播中',
    needsYou: '有事要处理',
  },
  files: {
    showFile: '场次文件',
    tooLarge: '文件超过 32 MB,没有导入',
    imported: '已导入 {name}',
    notImported: '{name} 没有导入,原来的内容没有变',
    nothingOpen: '还没有打开场次,没有可导出的内容',
    failed: '文件没能读写',
    close: '知道了',
  },
  notices: {
    needsYou: '开播台需要你',
    needs: {
      switcher: '切换台断开或没有反应。流程照常计时,点这里到导播台处理。',
      picture: '有一个画面没有切成。点这里到导播台处理。',
      sound: '静音没有成功。点这里到导播台处理。',
    },
    coreRestarted: '开播台刚才重启过,已从原处接上,记录没有丢。',
    panicArmed: '再按一次:静音并切到垫片',
    done: { take: '已切到下一段', panic: '已静音并切到垫片' },
    refused: { take: '没有切到下一段', panic: '没能切到垫片' },
    shortcutTaken: '{key} 被别的程序占用了,请在设置里换一个键。',
    secretNotKept: '密码没能存进系统钥匙串,下次启动要再填一次。',
  },
  quitDuringRun: {
    message: '场次还在进行',
    detail: '退出会停下提词、清单和自动切换,OBS 的推流不受影响。再次打开会从原处接上。',
    stay: '继续运行',
    quit: '仍要退出',
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
      RUN_NOT_ON: '现在没有场次在进行。',
      NO_NEXT_SEGMENT: '已经是最后一段。',
      CORE_OFFLINE: '开播台正在重新接上,请再试一次。',
      SHOW_FILE_INVALID: '文件里有 {count} 处问题。在「开播关卡」里导入它,可以逐条看到说明。',
      SHOW_IN_RUN: '这个场次正在进行,结束后才能导入。',
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
    shows: '場次',
    importShow: '匯入場次…',
    exportShow: '匯出場次…',
    edit: '編輯',
    view: '顯示',
    fullScreen: '全螢幕',
    zoomIn: '放大',
    zoomOut: '縮小',
    zoomReset: '原始大小',
    help: '說明',
    openData: '開啟資料夾',
    openLogs: '開啟記錄檔資料夾',
    about: '關於開播台',
    quit: '結束開播台',
  },
  tray: {
    starting: '正在啟動',
    down: '正在重新接上',
    idle: '未開播',
    rehearsal: '彩排中',
    live: '直播中',
    needsYou: '有事要處理',
  },
  files: {
    showFile: '場次檔案',
    tooLarge: '檔案超過 32 MB,沒有匯入',
    imported: '已匯入 {name}',
    notImported: '{name} 沒有匯入,原來的內容沒有變',
    nothingOpen: '還沒有開啟場次,沒有可匯出的內容',
    failed: '檔案沒能讀寫',
    close: '知道了',
  },
  notices: {
    needsYou: '開播台需要你',
    needs: {
      switcher: '切換台中斷或沒有反應。流程照常計時,點這裡到導播台處理。',
      picture: '有一個畫面沒有切成。點這裡到導播台處理。',
      sound: '靜音沒有成功。點這裡到導播台處理。',
    },
    coreRestarted: '開播台剛才重新啟動過,已從原處接上,記錄沒有遺失。',
    panicArmed: '再按一次:靜音並切到墊片',
    done: { take: '已切到下一段', panic: '已靜音並切到墊片' },
    refused: { take: '沒有切到下一段', panic: '沒能切到墊片' },
    shortcutTaken: '{key} 被其他程式占用了,請在設定裡換一個鍵。',
    secretNotKept: '密碼沒能存進系統鑰匙圈,下次啟動要再填一次。',
  },
  quitDuringRun: {
    message: '場次還在進行',
    detail: '結束會停下提詞、清單和自動切換,OBS 的推流不受影響。再次開啟會從原處接上。',
    stay: '繼續執行',
    quit: '仍要結束',
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
      RUN_NOT_ON: '現在沒有場次在進行。',
      NO_NEXT_SEGMENT: '已經是最後一段。',
      CORE_OFFLINE: '開播台正在重新接上,請再試一次。',
      SHOW_FILE_INVALID: '檔案裡有 {count} 處問題。在「開播關卡」裡匯入它,可以逐條看到說明。',
      SHOW_IN_RUN: '這個場次正在進行,結束後才能匯入。',
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
    shows: 'Shows',
    importShow: 'Import a Show…',
    exportShow: 'Export the Show…',
    edit: 'Edit',
    view: 'View',
    fullScreen: 'Full Screen',
    zoomIn: 'Zoom In',
    zoomOut: 'Zoom Out',
    zoomReset: 'Actual Size',
    help: 'Help',
    openData: 'Open the Data Folder',
    openLogs: 'Open the Log Folder',
    about: 'About Kaibo',
    quit: 'Quit Kaibo',
  },
  tray: {
    starting: 'Starting',
    down: 'Coming back',
    idle: 'Off air',
    rehearsal: 'Rehearsing',
    live: 'Live',
    needsYou: 'needs you',
  },
  files: {
    showFile: 'Show file',
    tooLarge: 'The file is larger than 32 MB; nothing was imported',
    imported: '{name} is imported',
    notImported: '{name} is not imported; nothing was changed',
    nothingOpen: 'No show is open; there is nothing to export',
    failed: 'The file could not be read or written',
    close: 'Close',
  },
  notices: {
    needsYou: 'Kaibo needs you',
    needs: {
      switcher: 'The switcher is gone or does not react. The run goes on; click to see it at the director.',
      picture: 'A scene was not switched. Click to see it at the director.',
      sound: 'Muting failed. Click to see it at the director.',
    },
    coreRestarted: 'Kaibo restarted and went on where it was; nothing recorded is lost.',
    panicArmed: 'Press again: sound off and the safe scene',
    done: { take: 'On to the next segment', panic: 'Sound off, safe scene on' },
    refused: { take: 'The next segment was not taken', panic: 'The panic cut was not done' },
    shortcutTaken: 'Another program has {key}; choose another key in the settings.',
    secretNotKept:
      'The password could not be put into the keystore; after the next start it is needed again.',
  },
  quitDuringRun: {
    message: 'A run is on',
    detail:
      'Quitting stops the prompter, the checklists and automatic switching; OBS streams on. Opening Kaibo again goes on where it was.',
    stay: 'Keep Running',
    quit: 'Quit Anyway',
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
      RUN_NOT_ON: 'No run is on.',
      NO_NEXT_SEGMENT: 'This is the last segment.',
      CORE_OFFLINE: 'Kaibo is just coming back; try again.',
      SHOW_FILE_INVALID:
        'The file has {count} problem(s). Import it in the Go-Live Gate to see each explained.',
      SHOW_IN_RUN: 'A run of this show is on; import it afterwards.',
      CORE_KEEPS_CRASHING:
        'It failed {count} times in a row and is not tried again. Everything recorded is still there. ' +
        'Open Kaibo again; if that doesn’t help, restart the PC.',
    },
    otherwise:
      'Everything recorded is still there. Open Kaibo again; if that doesn’t help, tell your technician: {code}.',
  },
};

const WORDS: Readonly<Record<ShellLanguage, Words>> = { 'zh-CN': ZH_CN, 'zh-TW': ZH_TW, en: EN };

/**
 * The words of the chosen language, or of the system's. `locale` as Electron gives it: `zh-CN`, `zh-Hant-TW`,
 * `en-GB`. Chinese is the language of origin.
 */
export function wordsFor(locale: string, chosen: 'system' | ShellLanguage = 'system'): Words {
  if (chosen !== 'system') return WORDS[chosen];
  const { language, script } = new Intl.Locale(locale).maximize();
  if (language !== 'zh') return EN;
  return script === 'Hant' ? ZH_TW : ZH_CN;
}

/** Why it did not work, in a sentence that says what to do. */
export function failureSentence({ failure }: Words, { code, params }: ErrorBody): string {
  return filled(failure.because[code] ?? failure.otherwise, { ...params, code });
}

/** Puts the parameters in; one that is not known stays as `{name}`. */
export function filled(sentence: string, params: Readonly<Record<string, string | number>>): string {
  return sentence.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}
