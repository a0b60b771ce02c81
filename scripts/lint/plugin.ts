import { relative, sep } from 'node:path';
import { judgeImport } from './layers.ts';

/**
 * The project's own lint rules, loaded by oxlint (`jsPlugins` in .oxlintrc.json).
 * The plugin interface is described here as far as it is used: oxlint doesn't export types for it.
 */
type ImportingNode = {
  readonly source: { readonly value?: unknown } | null;
  readonly importKind?: 'type' | 'value';
  readonly exportKind?: 'type' | 'value';
};
type RuleContext = {
  readonly cwd: string;
  readonly filename: string;
  report(diagnostic: { readonly node: ImportingNode; readonly message: string }): void;
};
type Visitor = Readonly<Record<string, (node: ImportingNode) => void>>;

const layers = {
  create(context: RuleContext): Visitor {
    const importer = relative(context.cwd, context.filename).split(sep).join('/');
    const judge = (node: ImportingNode, typeOnly: boolean): void => {
      const specifier = node.source?.value;
      if (typeof specifier !== 'string') return;
      const message = judgeImport({ importer, specifier, typeOnly });
      if (message !== null) context.report({ node, message });
    };
    return {
      ImportDeclaration: (node) => judge(node, node.importKind === 'type'),
      ExportNamedDeclaration: (node) => judge(node, node.exportKind === 'type'),
      ExportAllDeclaration: (node) => judge(node, node.exportKind === 'type'),
      ImportExpression: (node) => judge(node, false),
      TSImportType: (node) => judge(node, true),
    };
  },
};

export default { meta: { name: 'kaibo' }, rules: { layers } };
