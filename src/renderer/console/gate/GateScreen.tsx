import { TopBar } from '../TopBar.tsx';
import { ApprovalSection } from './ApprovalSection.tsx';
import { ChecklistSection } from './ChecklistSection.tsx';
import { ComplianceSection } from './ComplianceSection.tsx';
import { GateSummary } from './GateSummary.tsx';
import { GoLive } from './GoLive.tsx';
import { PeopleSection } from './PeopleSection.tsx';
import { PreflightSection } from './PreflightSection.tsx';
import { PrizeSection } from './PrizeSection.tsx';
import { ScenesSection } from './ScenesSection.tsx';
import { ShowSection } from './ShowSection.tsx';
import { SwitcherSection } from './SwitcherSection.tsx';
import { useGate } from './useGate.ts';
import './gate.css';

/** The go-live check: everything that still keeps this show from going on air, by name, each with the place to mend it. */
export function GateScreen() {
  const gate = useGate();
  const { plan } = gate.state;
  return (
    <div className="gate">
      <div className="gate-top">
        <TopBar station="gate" />
      </div>
      <div className="gate-body">
        <aside className="gate-rail">
          <GateSummary gate={gate} />
          <GoLive gate={gate} />
        </aside>
        <main className="gate-sections">
          <ShowSection gate={gate} />
          {plan !== null && <ApprovalSection plan={plan} />}
          <SwitcherSection gate={gate} />
          {plan !== null && (
            <>
              <PreflightSection rows={gate.rows} />
              <ScenesSection gate={gate} />
              <PeopleSection gate={gate} />
              <ChecklistSection gate={gate} />
              <PrizeSection gate={gate} />
              <ComplianceSection plan={plan} />
            </>
          )}
        </main>
      </div>
    </div>
  );
}
