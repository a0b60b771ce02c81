import { TopBar } from '../TopBar.tsx';
import { DesktopSettings } from './DesktopSettings.tsx';
import { KeysSection } from './KeysSection.tsx';
import { LanguageSection } from './LanguageSection.tsx';
import { PeopleSection } from './PeopleSection.tsx';
import { PrompterSection } from './PrompterSection.tsx';
import './settings.css';

/** What this device keeps for itself. Nothing here is of the show, and nothing needs a permission. */
export function SettingsScreen() {
  return (
    <div className="settings">
      <TopBar station="settings" />
      <main className="settings-body">
        <LanguageSection />
        <PeopleSection />
        <KeysSection />
        <PrompterSection />
        <DesktopSettings shell={window.kaiboShell} />
      </main>
    </div>
  );
}
