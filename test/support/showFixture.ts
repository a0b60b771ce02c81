import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseShowFile } from '#shared/model/showFile';
import { ROLES } from '#shared/model/roles';
import { showPlanSchema, type ShowPlan } from '#shared/model/showPlan';

const DEMO_FILE = join(import.meta.dirname, '../../resources/demo/show.json');

/** The text of the show that Kaibo brings along. */
export const demoShowText = (): string => readFileSync(DEMO_FILE, 'utf8');

export function demoShow(): ShowPlan {
  const parsed = parseShowFile(demoShowText());
  if (!parsed.ok) throw new Error(`the demo show is broken: ${JSON.stringify(parsed.problems)}`);
  return parsed.plan;
}

/** The file of a small kitchen show: each rule of a run has something to hold on to, and nothing more. */
export function smallShowFile() {
  const segment = {
    productIds: [] as string[],
    comboIds: [] as string[],
    promotionIds: [] as string[],
    interactionIds: [] as string[],
    propIds: [] as string[],
    contingencyIds: ['ct-power'],
    directorNote: null as string | null,
    assistantNote: null as string | null,
  };
  const goods = {
    spec: '一件',
    priceBasis: '本店三十天均价',
    stock: 50,
    purchaseLimit: 2,
    sellingPoints: ['手感轻'],
    useScenarios: ['厨房'],
    differentiator: '榉木',
    userBenefit: '不伤锅',
    cautions: ['不进洗碗机'],
    shippingPromise: '两天内',
    afterSales: '七天可退',
  };
  const item = { blocking: true, evidence: null as string | null };
  return {
    schemaVersion: 1 as const,
    keptAsItCame: { any: ['thing', 1] },
    show: {
      id: 'kitchen',
      title: '木作厨房小专场',
      platform: '演示平台',
      room: '二号间',
      scheduledStart: '2026-05-02T19:00:00+08:00',
      plannedDurationSec: 330,
      status: 'approved' as const,
      version: 2,
      approvals: [
        {
          step: 'final_approval',
          role: 'admin',
          memberId: 'm-admin',
          at: '2026-05-01T10:00:00+08:00',
          result: 'approved',
          showVersion: 2,
          comment: '',
        },
      ],
      prompter: { charsPerMinute: 240, fontPx: 56, mirror: false, readingLine: 0.35 },
    },
    team: [
      ...ROLES.map((role) => ({ id: `m-${role}`, displayName: `${role}同学`, role })),
      {
        id: 'm-two',
        displayName: '身兼两职',
        role: 'host' as const,
        roles: ['operator' as const, 'floorManager' as const],
      },
    ],
    scenes: ['wide', 'close', 'table', 'safe'].map((id) => ({
      id: `sc-${id}`,
      obsSceneName: `画面-${id}`,
      label: `画面 ${id}`,
      camera: null,
      framing: null,
      lighting: null,
      transition: 'Cut' as const,
    })),
    products: [
      { ...goods, id: 'g-spoon', linkNo: 1, name: '木勺', dailyPriceFen: 2990, livePriceFen: 1990 },
      { ...goods, id: 'g-apron', linkNo: 2, name: '围裙', dailyPriceFen: 5900, livePriceFen: 4900 },
    ],
    combos: [
      {
        id: 'k-set',
        linkNo: 3,
        name: '两件套',
        items: [
          { productId: 'g-spoon', qty: 1 },
          { productId: 'g-apron', qty: 1 },
        ],
        sumLivePriceFen: 6890,
        comboPriceFen: 6200,
        stock: 20,
        purchaseLimit: 1,
      },
    ],
    promotions: [
      {
        id: 'pr-flash',
        type: 'flashSale',
        name: '十分钟价',
        productId: 'g-apron',
        priceFen: 4500,
        startSec: 150,
        endSec: 270,
      },
    ],
    prizes: [{ id: 'z-mug', name: '杯子', spec: '白色', unitValueFen: 1500, qtyPlanned: 3, qtyOnHand: 3 }],
    props: [
      {
        id: 'pp-pan',
        name: '平底锅',
        qty: 1,
        spec: '二十六厘米',
        segmentIds: ['a2'],
        ownerRole: 'assistantHost',
        consumable: false,
        quality: '好',
        note: '',
      },
    ],
    interactions: [
      {
        id: 'i-mug',
        segmentId: 'a4',
        kind: 'lottery',
        name: '送杯子',
        startSec: 270,
        durationSec: 30,
        prizeId: 'z-mug',
        prizeQty: 3,
      },
    ],
    segments: [
      {
        ...segment,
        id: 'a1',
        order: 1,
        title: '打招呼',
        segmentType: 'opening',
        startSec: 0,
        durationSec: 60,
        minDurationSec: 30,
        maxDurationSec: 180,
        sceneCues: [
          { id: 'a1-c1', atSec: 0, sceneId: 'sc-wide', mode: 'auto' as const, note: '全景' },
          { id: 'a1-c2', atSec: 20, sceneId: 'sc-close', mode: 'auto' as const, note: '推近' },
          { id: 'a1-c3', atSec: 40, sceneId: 'sc-table', mode: 'manual' as const, note: '看桌面' },
        ],
        script: [
          { id: 'a1-p1', speaker: 'host', atSec: 0, text: '大家好,今晚看几件木头做的厨房小东西。' },
          { id: 'a1-p2', speaker: 'host', atSec: 30, text: '先说流程,勺子在前,围裙在后,最后送杯子。' },
        ],
      },
      {
        ...segment,
        id: 'a2',
        order: 2,
        title: '木勺',
        segmentType: 'product',
        startSec: 60,
        durationSec: 90,
        minDurationSec: 90,
        maxDurationSec: 90,
        productIds: ['g-spoon'],
        sceneCues: [
          { id: 'a2-c1', atSec: 0, sceneId: 'sc-table', mode: 'auto' as const, note: '推1号卡' },
          { id: 'a2-c2', atSec: 50, sceneId: 'sc-close', mode: 'auto' as const, note: '报价' },
        ],
        script: [
          { id: 'a2-p1', speaker: 'host', atSec: 0, text: '这把勺子是榉木的,翻炒不会刮锅底。' },
          { id: 'a2-p2', speaker: 'host', atSec: 50, text: '平时二十九块九,今晚十九块九,每人两把。' },
        ],
      },
      {
        ...segment,
        id: 'a3',
        order: 3,
        title: '围裙和两件套',
        segmentType: 'product',
        startSec: 150,
        durationSec: 120,
        minDurationSec: 60,
        maxDurationSec: 200,
        productIds: ['g-apron'],
        comboIds: ['k-set'],
        promotionIds: ['pr-flash'],
        sceneCues: [
          { id: 'a3-c1', atSec: 0, sceneId: 'sc-wide', mode: 'auto' as const, note: '推2号卡' },
          { id: 'a3-c2', atSec: 70, sceneId: 'sc-table', mode: 'auto' as const, note: '推3号组合卡' },
        ],
        script: [
          {
            id: 'a3-p1',
            speaker: 'host',
            atSec: 0,
            text: '围裙日常五十九元,直播四十九元,这十分钟四十五元。',
          },
          { id: 'a3-p2', speaker: 'assistantHost', atSec: 70, text: '两样单买六十八块九,一起拿是六十二元。' },
        ],
      },
      {
        ...segment,
        id: 'a4',
        order: 4,
        title: '道别',
        segmentType: 'closing',
        startSec: 270,
        durationSec: 60,
        minDurationSec: 20,
        maxDurationSec: 120,
        interactionIds: ['i-mug'],
        sceneCues: [{ id: 'a4-c1', atSec: 0, sceneId: 'sc-wide', mode: 'auto' as const, note: '全景' }],
        script: [{ id: 'a4-p1', speaker: 'host', atSec: 0, text: '杯子的名单出来了,谢谢大家,下周见。' }],
      },
    ],
    contingencies: [
      {
        id: 'ct-power',
        name: '停电',
        trigger: '灯灭了',
        actions: [{ role: 'technician', text: '换电池灯' }],
        sceneId: 'sc-safe',
        phraseIds: [],
        escalateToRole: 'supervisor',
        resumeCondition: '灯亮一分钟',
        scope: 'global' as const,
      },
    ],
    phrases: [],
    complianceRules: [
      {
        id: 'r-best',
        category: '绝对化',
        pattern: '最好|第一',
        severity: 'block' as const,
        suggestion: '说事实',
      },
    ],
    lintWaivers: [],
    checklists: [
      {
        id: 'cl-before',
        name: '开播前',
        phase: 'T-60min' as const,
        items: [
          { ...item, id: 'k-tick', text: '脚本放好', ownerRole: 'planner', kind: 'check' as const },
          {
            ...item,
            id: 'k-number',
            text: '磁盘不少于50GB',
            ownerRole: 'technician',
            kind: 'measure' as const,
            evidence: 'number',
          },
          {
            ...item,
            id: 'k-limits',
            text: '灯光亮度',
            ownerRole: 'technician',
            kind: 'measure' as const,
            limits: { min: 300, max: 800, unit: 'lx' },
          },
          {
            ...item,
            id: 'k-photo',
            text: '道具摆好',
            ownerRole: 'assistantHost',
            kind: 'check' as const,
            evidence: 'photo',
          },
          {
            ...item,
            id: 'k-dual',
            text: '价格双人核对',
            ownerRole: 'operator',
            kind: 'check' as const,
            evidence: 'dualSign',
          },
          {
            ...item,
            id: 'k-scenes',
            text: 'OBS场景名逐一匹配',
            ownerRole: 'director',
            kind: 'auto' as const,
          },
          {
            ...item,
            id: 'k-walk',
            text: '每个场景切换试走一遍',
            ownerRole: 'director',
            kind: 'auto' as const,
          },
          { ...item, id: 'k-roster', text: '全员签到', ownerRole: 'floorManager', kind: 'roster' as const },
          { ...item, id: 'k-approved', text: '审批通过', ownerRole: 'supervisor', kind: 'auto' as const },
          {
            ...item,
            id: 'k-soft',
            text: '妆容',
            ownerRole: 'floorManager',
            kind: 'check' as const,
            blocking: false,
          },
        ],
      },
      {
        id: 'cl-after',
        name: '下播后',
        phase: 'T+30min' as const,
        items: [{ ...item, id: 'k-after', text: '停录', ownerRole: 'technician', kind: 'check' as const }],
      },
    ],
    scriptVariables: [],
  };
}
export type SmallShowFile = ReturnType<typeof smallShowFile>;

/** The small show as a plan; `change` may first alter the file. */
export function smallShow(change: (file: SmallShowFile) => void = () => undefined): ShowPlan {
  const file = smallShowFile();
  change(file);
  return showPlanSchema.parse(file);
}
