import type { Configuration } from 'electron-builder';

/**
 * How the desktop is packaged (`npm run package`). What ships is what is named here: the build with all it needs but
 * SQLite, the demo show, the tray's icons, and SQLite. docs/desktop.md says how to sign, to mirror and to update.
 */

/** A web folder that holds the installers and their `latest*.yml`; without it nothing is said about updates. */
const updateUrl = process.env['KAIBO_UPDATE_URL'];

/**
 * Per platform, because of SQLite's program: `${platform}` in a pattern is the one electron-builder runs on, and
 * a second list beside a common one would begin anew with every file there is.
 */
const filesFor = (platform: 'win32' | 'darwin' | 'linux'): string[] => [
  'out/**',
  '!out/**/*.map',
  '!out/main/cli{,/**}',
  'resources/demo/**',
  'resources/icons/tray*.png',
  'package.json',
  '!**/node_modules/**/*.{md,ts,mts,cts,map,flow}',
  '!**/node_modules/*/{test,tests,__tests__,docs,doc,example,examples,benchmark,benchmarks,.github}{,/**}',
  '!**/node_modules/@*/*/{test,tests,__tests__,docs,doc,example,examples,benchmark,benchmarks,.github}{,/**}',
  // SQLite comes ready-made: its sources are not needed, nor what they would be compiled with.
  '!node_modules/better-sqlite3/{deps,src,binding.gyp}{,/**}',
  '!node_modules/node-addon-api{,/**}',
  `!node_modules/better-sqlite3/prebuilds/!(${platform}-\${arch}).node`,
];

export const packaging = {
  appId: 'app.kaibo.desk',
  productName: 'Kaibo',
  copyright: 'MIT',
  directories: { output: 'dist', buildResources: 'resources/icons' },
  asar: true,
  // A native module is loaded by the system, which can't look into an archive.
  asarUnpack: ['node_modules/better-sqlite3/prebuilds/**'],
  npmRebuild: false,
  electronFuses: {
    // The core is a utility process, which needs no Electron that acts as Node.
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableCookieEncryption: true,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
    // A Mac with Apple silicon kills a program whose signature no longer fits, and fuses change the program.
    resetAdHocDarwinSignature: true,
  },
  electronLanguages: ['zh-CN', 'zh-TW', 'en-US', 'en'],
  protocols: [{ name: 'Kaibo', schemes: ['kaibo'] }],
  publish: updateUrl === undefined ? null : [{ provider: 'generic', url: updateUrl }],
  win: {
    icon: 'resources/icons/app.ico',
    files: filesFor('win32'),
    target: [{ target: 'nsis', arch: ['x64', 'arm64'] }],
  },
  nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true },
  mac: {
    icon: 'resources/icons/app.icns',
    files: filesFor('darwin'),
    category: 'public.app-category.video',
    hardenedRuntime: true,
    target: [
      { target: 'dmg', arch: ['x64', 'arm64'] },
      { target: 'zip', arch: ['x64', 'arm64'] },
    ],
    extendInfo: { NSCameraUsageDescription: '清单的照片 · Photos for the checklist' },
  },
  linux: {
    icon: 'resources/icons/linux',
    files: filesFor('linux'),
    category: 'AudioVideo',
    executableName: 'kaibo',
    // A Wayland client can't say where its windows go: the prompter would fill the director's display.
    executableArgs: ['--ozone-platform=x11'],
    // Desktops match windows and global keys to the entry of this name.
    syncDesktopName: true,
    maintainer: 'Kaibo',
    target: [
      { target: 'AppImage', arch: ['x64', 'arm64'] },
      { target: 'deb', arch: ['x64', 'arm64'] },
    ],
  },
} satisfies Configuration;

export default packaging;
